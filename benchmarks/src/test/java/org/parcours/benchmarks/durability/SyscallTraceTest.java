package org.parcours.benchmarks.durability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A trace that finds nothing proves nothing. */
class SyscallTraceTest {

    private final SyscallTrace trace = new SyscallTrace("log\\.db-wal");

    private void addLines(String... lines) {
        for (var line : lines) {
            trace.addLine(line);
        }
    }

    @Test
    void an_answer_after_a_sync_that_began_after_the_question_is_in_time() {
        addLines(
                "10 100.000000 write(5</marks>, \"ask c0/0\\n\", 9) = 9 <0.000010>",
                "11 100.001000 fdatasync(7</log.db-wal>) = 0 <0.002000>",
                "10 100.003500 write(5</marks>, \"ack c0/0 1\\n\", 11) = 11 <0.000010>");

        assertThat(trace.responseCount()).isOne();
        assertThat(trace.respondedTooEarly()).isEmpty();
    }

    @Test
    void a_sync_that_another_call_interrupts_in_the_trace_counts_from_its_beginning_to_its_end() {
        addLines(
                "10 100.000000 write(5</marks>, \"ask c0/0\\n\", 9) = 9 <0.000010>",
                "11 100.001000 fdatasync(7</log.db-wal> <unfinished ...>",
                "12 100.001500 write(5</marks>, \"ask c1/0\\n\", 9) = 9 <0.000010>",
                "11 100.003000 <... fdatasync resumed>) = 0 <0.002000>",
                "10 100.003500 write(5</marks>, \"ack c0/0 1\\n\", 11) = 11 <0.000010>",
                "12 100.003600 write(5</marks>, \"ack c1/0 2\\n\", 11) = 11 <0.000010>");

        assertThat(trace.respondedTooEarly()).containsExactly("c1/0");
    }

    @Test
    void an_answer_before_the_sync_has_ended_or_after_that_of_another_file_or_one_that_failed_is_too_early() {
        addLines(
                "10 100.000000 write(5</marks>, \"ask c0/0\\n\", 9) = 9 <0.000010>",
                "11 100.001000 fdatasync(8</other>) = 0 <0.000100>",
                "11 100.002000 fdatasync(7</log.db-wal>) = -1 EIO (Input/output error) <0.000100>",
                "11 100.003000 fdatasync(7</log.db-wal>) = 0 <0.009000>",
                "10 100.004000 write(5</marks>, \"ack c0/0 1\\n\", 11) = 11 <0.000010>");

        assertThat(trace.respondedTooEarly()).containsExactly("c0/0");
    }
}
