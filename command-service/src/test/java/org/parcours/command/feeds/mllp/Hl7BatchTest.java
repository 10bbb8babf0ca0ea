package org.parcours.command.feeds.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Hl7TestParser.PV1;
import static org.parcours.command.intake.hl7.Hl7TestParser.message;
import static org.parcours.command.intake.hl7.Hl7TestParser.msh;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.Hl7TestParser;
import org.parcours.command.intake.hl7.Hl7TestProperties;
import org.parcours.command.processing.FakeMessageRecorder;
import org.parcours.command.processing.FakeQuarantine;
import org.parcours.command.processing.TestPipeline;

class Hl7BatchTest {

    private static final String BHS = "BHS|^~\\&|APP|CHU|PARCOURS|DPI|20260301101500||||B7\r";

    private final FakeMessageRecorder recorder = new FakeMessageRecorder();
    private final FakeQuarantine quarantine = new FakeQuarantine();

    @Test
    void each_message_of_a_batch_is_recorded_and_acknowledged_in_the_same_envelope() {
        String acknowledgement = acknowledge(
                "FHS|^~\\&|APP|CHU|||||||F1\r" + BHS + admission("M1", "1") + admission("M2", "2") + "BTS|2\rFTS|1\r");

        assertThat(recorder.messages()).extracting("messageId").containsExactly("M1", "M2");
        assertThat(acknowledgement.lines().map(line -> line.substring(0, 3)))
                .containsExactly("FHS", "BHS", "MSH", "MSA", "MSH", "MSA", "BTS", "FTS");
        assertThat(acknowledgement)
                .contains("\rMSA|AA|M1\r", "\rMSA|AA|M2\r", "\rBTS|2\r")
                .endsWith("\rFTS|1\r");
        assertThat(acknowledgement)
                .containsPattern(
                        "\rBHS\\|\\^~\\\\&\\|PARCOURS\\|DPI\\|APP\\|CHU\\|20260301130000.000\\+0100\\|\\|\\|\\|[A-Z0-9]+\\|B7\r");
        assertThat(acknowledgement).containsPattern("^FHS.*\\|F1\r");
    }

    @Test
    void a_rejected_message_goes_to_quarantine_by_itself_and_the_others_are_recorded() {
        String bad = msh("ADT^A01").replace("|M1|", "|M2|") + PV1;
        String acknowledgement = acknowledge(BHS + admission("M1", "1") + bad + admission("M3", "3") + "BTS|3\r");

        assertThat(acknowledgement).contains("\rMSA|AA|M1\r", "\rMSA|AE|M2\r", "\rMSA|AA|M3\r");
        assertThat(new String(quarantine.only().raw(), StandardCharsets.UTF_8)).isEqualTo(bad);
    }

    @Test
    void two_messages_without_an_envelope_are_two() {
        assertThat(acknowledge(admission("M1", "1") + admission("M2", "2"))).contains("\rMSA|AA|M1\r", "\rMSA|AA|M2\r");
        assertThat(recorder.messages())
                .extracting(parsed -> parsed.facts()
                        .getFirst()
                        .patient()
                        .identifiers()
                        .getFirst()
                        .value())
                .containsExactly("1", "2");
    }

    @Test
    void a_line_of_text_that_begins_like_a_header_does_not_begin_a_message() {
        assertThat(acknowledge(message("ORU^R01", "OBR|1||F1|A", "OBX|1|TX|A||first\nMSH|second||||||F")))
                .contains("\rMSA|AA|M1\r");
        assertThat(recorder.messages()).hasSize(1);
    }

    @Test
    void an_empty_batch_is_acknowledged() {
        assertThat(acknowledge(BHS + "BTS|0\r")).startsWith("BHS|").endsWith("\rBTS|0\r");
        assertThat(quarantine.all()).isEmpty();
    }

    @Test
    void a_batch_without_messages_goes_to_quarantine_and_is_acknowledged_with_AR() {
        assertThat(acknowledge(BHS + "PID|||1\rBTS|1\r")).contains("MSA|AR").contains("PARC-0201");
        assertThat(quarantine.all()).hasSize(1);
    }

    @Test
    void a_batch_that_requests_no_acknowledgements_gets_none() {
        assertThat(acknowledge(BHS + admission("M1", "1").replace("|2.5\r", "|2.5|||NE|NE\r") + "BTS|1\r"))
                .isEmpty();
    }

    @Test
    void a_resubmission_contains_one_message() {
        Hl7TestParser messages = new Hl7TestParser();
        assertThat(messages.rejection(admission("M1", "1") + admission("M2", "2"))
                        .code())
                .isEqualTo("PARC-0211");
    }

    private static String admission(String id, String patient) {
        return message("ADT^A01").replace("|M1|", "|" + id + "|").replace("|||123^", "|||" + patient + "^");
    }

    private String acknowledge(String message) {
        Clock clock = Clock.fixed(Hl7TestParser.NOW, ZoneOffset.UTC);
        Hl7MessageHandler handler = new Hl7MessageHandler(
                new Hl7MessageParser(Hl7TestProperties.hl7(), new FakeDocumentStore(), clock),
                TestPipeline.processor(recorder, quarantine, clock),
                Hl7TestProperties.hl7().zone(),
                clock);
        return new String(handler.handle(message.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
