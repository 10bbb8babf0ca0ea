package org.parcours.benchmarks.durability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Shows that the trace finds responses that come too early. */
class SyscallTraceCheckTest {

    private final SyscallTraceCheck trace = new SyscallTraceCheck("log\\.db-wal");

    private void addLines(String... lines) {
        for (var line : lines) {
            trace.addLine(line);
        }
    }

    @Test
    void a_response_after_a_sync_that_began_after_the_request_is_in_time() {
        addLines(
                "10 100.000000 write(5</marks>, \"ask c0/0\\n\", 9) = 9 <0.000010>",
                "11 100.001000 fdatasync(7</log.db-wal>) = 0 <0.002000>",
                "10 100.003500 write(5</marks>, \"ack c0/0 1\\n\", 11) = 11 <0.000010>");

        assertThat(trace.responseCount()).isOne();
        assertThat(trace.respondedTooEarly()).isEmpty();
    }

    @Test
    void a_sync_that_strace_prints_in_two_lines_lasts_from_the_first_to_the_second() {
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
    void a_response_before_the_end_of_a_successful_sync_of_the_durable_file_is_too_early() {
        addLines(
                "10 100.000000 write(5</marks>, \"ask c0/0\\n\", 9) = 9 <0.000010>",
                "11 100.001000 fdatasync(8</other>) = 0 <0.000100>",
                "11 100.002000 fdatasync(7</log.db-wal>) = -1 EIO (Input/output error) <0.000100>",
                "11 100.003000 fdatasync(7</log.db-wal>) = 0 <0.009000>",
                "10 100.004000 write(5</marks>, \"ack c0/0 1\\n\", 11) = 11 <0.000010>");

        assertThat(trace.respondedTooEarly()).containsExactly("c0/0");
    }
}
