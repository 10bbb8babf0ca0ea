package org.parcours.command.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parcours.command.message.Sender;

class LogTextTest {

    @Test
    void a_text_of_a_sender_cannot_begin_another_log_line() {
        assertThat(LogText.of("E1\r\n2026 INFO \u001B[2Jforged\u2028x\u202E\uD83D"))
                .isEqualTo("E1??2026 INFO ?[2Jforged?x??");
        assertThat(LogText.of("É😉 1")).isEqualTo("É😉 1");
        assertThat(LogText.of("x".repeat(100_000))).hasSize(201);
    }

    @Test
    void the_name_of_a_sender_is_one_line() {
        Sender sender = new Sender("BLOC\r\nINFO", Optional.of("SITE\u0085A"), "hl7v2");

        assertThat(sender.application()).isEqualTo("BLOC INFO");
        assertThat(sender.facility()).contains("SITE A");
    }
}
