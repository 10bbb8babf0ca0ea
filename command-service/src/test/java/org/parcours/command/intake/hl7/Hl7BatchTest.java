package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Messages.PV1;
import static org.parcours.command.intake.hl7.Messages.message;
import static org.parcours.command.intake.hl7.Messages.msh;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.parcours.command.intake.RecordingDocuments;
import org.parcours.command.intake.RecordingIntake;
import org.parcours.command.intake.RecordingRefused;

class Hl7BatchTest {

    private static final String BHS = "BHS|^~\\&|APP|CHU|PARCOURS|DPI|20260301101500||||B7\r";

    private final RecordingIntake intake = new RecordingIntake();
    private final RecordingRefused refused = new RecordingRefused();

    @Test
    void each_message_of_a_batch_is_taken_and_answered_in_the_same_envelope() {
        String answer =
                answer("FHS|^~\\&|APP|CHU|||||||F1\r" + BHS + one("M1", "1") + one("M2", "2") + "BTS|2\rFTS|1\r");

        assertThat(intake.reports()).extracting("messageId").containsExactly("M1", "M2");
        assertThat(answer.lines().map(line -> line.substring(0, 3)))
                .containsExactly("FHS", "BHS", "MSH", "MSA", "MSH", "MSA", "BTS", "FTS");
        assertThat(answer)
                .contains("\rMSA|AA|M1\r", "\rMSA|AA|M2\r", "\rBTS|2\r")
                .endsWith("\rFTS|1\r");
        assertThat(answer)
                .containsPattern(
                        "\rBHS\\|\\^~\\\\&\\|PARCOURS\\|DPI\\|APP\\|CHU\\|20260301130000.000\\+0100\\|\\|\\|\\|[A-Z0-9]+\\|B7\r");
        assertThat(answer).containsPattern("^FHS.*\\|F1\r");
    }

    @Test
    void one_that_is_refused_is_kept_by_itself_and_the_others_are_taken() {
        String bad = msh("ADT^A01").replace("|M1|", "|M2|") + PV1;
        String answer = answer(BHS + one("M1", "1") + bad + one("M3", "3") + "BTS|3\r");

        assertThat(answer).contains("\rMSA|AA|M1\r", "\rMSA|AE|M2\r", "\rMSA|AA|M3\r");
        assertThat(new String(refused.only().raw(), StandardCharsets.UTF_8)).isEqualTo(bad);
    }

    @Test
    void two_messages_without_an_envelope_are_two() {
        assertThat(answer(one("M1", "1") + one("M2", "2"))).contains("\rMSA|AA|M1\r", "\rMSA|AA|M2\r");
        assertThat(intake.reports())
                .extracting(report -> report.facts()
                        .getFirst()
                        .patient()
                        .identifiers()
                        .getFirst()
                        .value())
                .containsExactly("1", "2");
    }

    @Test
    void a_line_of_text_that_begins_like_a_header_is_a_line_of_text() {
        assertThat(answer(message("ORU^R01", "OBR|1||F1|A", "OBX|1|TX|A||first\nMSH|second||||||F")))
                .contains("\rMSA|AA|M1\r");
        assertThat(intake.reports()).hasSize(1);
    }

    @Test
    void an_empty_batch_is_answered() {
        assertThat(answer(BHS + "BTS|0\r")).startsWith("BHS|").endsWith("\rBTS|0\r");
        assertThat(refused.all()).isEmpty();
    }

    @Test
    void a_batch_of_something_else_is_kept_and_AR() {
        assertThat(answer(BHS + "PID|||1\rBTS|1\r")).contains("MSA|AR").contains("PARC-0201");
        assertThat(refused.all()).hasSize(1);
    }

    @Test
    void who_wants_no_answers_gets_none() {
        assertThat(answer(BHS + one("M1", "1").replace("|2.5\r", "|2.5|||NE|NE\r") + "BTS|1\r"))
                .isEmpty();
    }

    @Test
    void what_is_resubmitted_is_one_message() {
        Messages messages = new Messages();
        assertThat(messages.refusal(one("M1", "1") + one("M2", "2")).code()).isEqualTo("PARC-0211");
    }

    private static String one(String id, String patient) {
        return message("ADT^A01").replace("|M1|", "|" + id + "|").replace("|||123^", "|||" + patient + "^");
    }

    private String answer(String message) {
        Clock clock = Clock.fixed(Messages.NOW, ZoneOffset.UTC);
        Hl7Exchange exchange = new Hl7Exchange(
                new Hl7Understanding(Settings.hl7(), new RecordingDocuments(), clock),
                intake,
                refused,
                Settings.hl7(),
                clock);
        return new String(exchange.answer(message.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
