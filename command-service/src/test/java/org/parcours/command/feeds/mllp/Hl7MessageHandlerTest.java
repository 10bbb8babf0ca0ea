package org.parcours.command.feeds.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Hl7TestParser.PV1;
import static org.parcours.command.intake.hl7.Hl7TestParser.message;
import static org.parcours.command.intake.hl7.Hl7TestParser.msh;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.Hl7TestParser;
import org.parcours.command.intake.hl7.Hl7TestProperties;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.processing.FakeMessageRecorder;
import org.parcours.command.processing.FakeQuarantine;
import org.parcours.command.processing.MessageRecorder;
import org.parcours.command.processing.TestPipeline;

class Hl7MessageHandlerTest {

    private final FakeMessageRecorder recorder = new FakeMessageRecorder();
    private final FakeQuarantine quarantine = new FakeQuarantine();

    @Test
    void the_answer_goes_back_to_where_the_message_came_from() {
        String ack = acknowledge(message("ADT^A01^ADT_A01").replace("|2.5\r", "|2.5^FRA^2.11||||||8859/1\r"));
        assertThat(ack)
                .startsWith("MSH|^~\\&|PARCOURS|DPI|APP|CHU|20260301130000.000+0100||ACK^A01|")
                .contains("|P|2.5^FRA^2.11||||||8859/1\r")
                .endsWith("\rMSA|AA|M1\r");
    }

    @Test
    void what_tells_more_than_can_be_recorded_is_AE_and_says_so() {
        recorder.rejectEverythingAsTooLarge();
        assertThat(acknowledge(message("ADT^A01")))
                .contains("\rMSA|AE|M1\r", "PARC-0401", "more than one commit can hold");
        assertThat(quarantine.only().code()).isEqualTo("PARC-0401");
    }

    @Test
    void what_is_understood_again_is_AA_again() {
        acknowledge(message("ADT^A01"));
        assertThat(acknowledge(message("ADT^A01"))).contains("\rMSA|AA|M1\r");
        assertThat(recorder.messages()).hasSize(1);
    }

    @Test
    void what_nobody_tracks_is_AA_and_kept() {
        assertThat(acknowledge(message("ADT^A60"))).contains("\rMSA|AA|M1\r").doesNotContain("ERR|");
        assertThat(quarantine.only().code()).isEqualTo("PARC-0208");
        assertThat(quarantine.only().sender()).isEqualTo("APP");
    }

    @Test
    void what_cannot_be_understood_is_AE_and_kept_as_it_came() {
        String message = msh("ADT^A01") + "PID|||||DURAND^ANNE\r" + PV1;
        assertThat(acknowledge(message))
                .contains("\rMSA|AE|M1\r")
                .contains("ERR||PID^1^3|101^Required field missing^HL70357|E|PARC-0303||no identifier of the patient|")
                .doesNotContain("DURAND");
        assertThat(new String(quarantine.only().raw(), StandardCharsets.UTF_8)).isEqualTo(message);
        assertThat(quarantine.only().contentType()).isEqualTo("application/hl7-v2");
    }

    /** HL7 table 0155: always, never, on error, on success. */
    @ParameterizedTest
    @CsvSource({
        "   ,    , AA, AE",
        "AL , NE , CA, CE",
        "AL , AL , CA, CE",
        "AL ,    , AA, AE",
        "NE ,    , AA, AE",
        "NE , AL , AA, AE",
        "   , AL , AA, AE",
        "ER , NE ,   , CE",
        "SU , NE , CA,   ",
        "NE , ER ,   , AE",
        "ER , AL , AA, CE",
        "NE , NE ,   ,   ",
        "XX , NE , CA, CE"
    })
    void a_sender_hears_what_it_wants_to_hear(String accept, String application, String onSuccess, String onError) {
        String conditions = "|2.5|||" + Objects.toString(accept, "") + "|" + Objects.toString(application, "") + "\r";
        String success = acknowledge(message("ADT^A01").replace("|2.5\r", conditions));
        String error = acknowledge((msh("ADT^A01") + PV1).replace("|2.5\r", conditions));
        assertThat(success).satisfies(hasAckCode(onSuccess));
        assertThat(error).satisfies(hasAckCode(onError));
        assertThat(recorder.messages()).hasSize(1);
        assertThat(quarantine.all()).hasSize(1);
    }

    private static Consumer<String> hasAckCode(String code) {
        return ack -> {
            if (code == null) {
                assertThat(ack).isEmpty();
            } else {
                assertThat(ack).contains("\rMSA|" + code + "|M1");
            }
        };
    }

    @Test
    void who_wants_to_hear_nothing_hears_that_a_message_is_not_kept() {
        recorder.becomeUnavailable();
        assertThat(acknowledge(message("ADT^A01").replace("|2.5\r", "|2.5|||NE|NE\r")))
                .contains("\rMSA|AR|M1\r");
        assertThat(acknowledge(message("ADT^A01").replace("|2.5\r", "|2.5|||AL|NE\r")))
                .contains("\rMSA|CR|M1\r");
    }

    @Test
    void an_acknowledgement_is_not_acknowledged() {
        assertThat(acknowledge(msh("ACK^A01^ACK") + "MSA|AA|M0\r")).isEmpty();
        assertThat(quarantine.all()).isEmpty();
    }

    @Test
    void a_component_is_located() {
        assertThat(acknowledge(message("SIU^S12", "SCH||F1|||||||||^^^20260231")))
                .contains("ERR||SCH^1^11^1^4|102^Data type error^HL70357|E|PARC-0305|");
    }

    @Test
    void an_older_version_gets_the_older_error() {
        String message = (msh("ADT^A01") + PV1).replace("|2.5\r", "|2.3\r");
        assertThat(acknowledge(message))
                .contains("\rMSA|AE|M1|PARC-0303 PID-3: no identifier of the patient\r")
                .contains("\rERR|PID^1^3^101&no identifier of the patient&HL70357\r");
    }

    @Test
    void what_an_answer_repeats_is_escaped() {
        assertThat(acknowledge(message("ADT^A01").replace("|M1|", "|M\\F\\1|"))).contains("\rMSA|AA|M\\F\\1\r");
    }

    @Test
    void a_failure_of_ours_is_AE_and_kept() {
        MessageRecorder failing = parsed -> {
            throw new IllegalStateException("bug");
        };
        assertThat(acknowledge(failing, message("ADT^A01")))
                .contains("\rMSA|AE|M1\r")
                .contains("PARC-0207");
        assertThat(quarantine.only().code()).isEqualTo("PARC-0207");
    }

    @Test
    void a_failure_of_ours_that_cannot_be_kept_stays_with_the_sender() {
        quarantine.breakDown();
        MessageRecorder failing = parsed -> {
            throw new IllegalStateException("bug");
        };
        assertThat(acknowledge(failing, message("ADT^A01"))).contains("\rMSA|AR|M1\r");
        assertThat(acknowledge(message("ADT^A60"))).contains("\rMSA|AR|M1\r");
    }

    @Test
    void a_message_whose_bytes_cannot_be_kept_stays_with_its_sender() {
        Clock clock = Clock.fixed(Hl7TestParser.NOW, ZoneOffset.UTC);
        Hl7MessageParser parser = new Hl7MessageParser(Hl7TestProperties.hl7(), FakeDocumentStore.broken(), clock);
        Hl7MessageHandler handler = new Hl7MessageHandler(
                parser,
                TestPipeline.processor(recorder, quarantine, clock),
                Hl7TestProperties.hl7().zone(),
                clock);
        assertThat(new String(
                        handler.handle(message("ADT^A01").getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8))
                .contains("\rMSA|AR|M1\r");
        assertThat(recorder.messages()).isEmpty();
    }

    @Test
    void every_refusal_has_a_code_of_its_own() {
        assertThat(Arrays.stream(Hl7RejectionCode.values()).map(Hl7RejectionCode::code))
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("PARC-0[23]\\d\\d"));
    }

    private String acknowledge(String message) {
        return acknowledge(recorder, message);
    }

    private String acknowledge(MessageRecorder messageRecorder, String message) {
        Clock clock = Clock.fixed(Hl7TestParser.NOW, ZoneOffset.UTC);
        Hl7MessageHandler handler = new Hl7MessageHandler(
                new Hl7MessageParser(Hl7TestProperties.hl7(), new FakeDocumentStore(), clock),
                TestPipeline.processor(messageRecorder, quarantine, clock),
                Hl7TestProperties.hl7().zone(),
                clock);
        return new String(handler.handle(message.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
