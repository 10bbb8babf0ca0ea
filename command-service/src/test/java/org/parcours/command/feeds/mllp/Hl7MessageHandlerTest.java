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
import org.parcours.command.processing.ParsedMessageRecorder;
import org.parcours.command.processing.TestPipeline;

class Hl7MessageHandlerTest {

    private final FakeMessageRecorder recorder = new FakeMessageRecorder();
    private final FakeQuarantine quarantine = new FakeQuarantine();

    @Test
    void the_acknowledgement_is_addressed_to_the_sender() {
        String ack = acknowledge(message("ADT^A01^ADT_A01").replace("|2.5\r", "|2.5^FRA^2.11||||||8859/1\r"));
        assertThat(ack)
                .startsWith("MSH|^~\\&|PARCOURS|DPI|APP|CHU|20260301130000.000+0100||ACK^A01|")
                .contains("|P|2.5^FRA^2.11||||||8859/1\r")
                .endsWith("\rMSA|AA|M1\r");
    }

    @Test
    void a_message_too_large_to_record_is_acknowledged_with_AE_and_the_reason() {
        recorder.rejectEverythingAsTooLarge();
        assertThat(acknowledge(message("ADT^A01")))
                .contains("\rMSA|AE|M1\r", "PARC-0401", "more than one commit can hold");
        assertThat(quarantine.only().code()).isEqualTo("PARC-0401");
    }

    @Test
    void a_duplicate_is_acknowledged_with_AA() {
        acknowledge(message("ADT^A01"));
        assertThat(acknowledge(message("ADT^A01"))).contains("\rMSA|AA|M1\r");
        assertThat(recorder.messages()).hasSize(1);
    }

    @Test
    void an_unsupported_message_is_acknowledged_with_AA_and_goes_to_quarantine() {
        assertThat(acknowledge(message("ADT^A60"))).contains("\rMSA|AA|M1\r").doesNotContain("ERR|");
        assertThat(quarantine.only().code()).isEqualTo("PARC-0208");
        assertThat(quarantine.only().sender()).isEqualTo("APP");
    }

    @Test
    void a_rejected_message_is_acknowledged_with_AE_and_goes_to_quarantine_unchanged() {
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
    void a_sender_gets_the_acknowledgements_that_it_requests(
            String accept, String application, String onSuccess, String onError) {
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
    void AR_is_sent_even_if_no_acknowledgement_is_requested() {
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
    void an_older_version_gets_the_older_ERR_segment() {
        String message = (msh("ADT^A01") + PV1).replace("|2.5\r", "|2.3\r");
        assertThat(acknowledge(message))
                .contains("\rMSA|AE|M1|PARC-0303 PID-3: no identifier of the patient\r")
                .contains("\rERR|PID^1^3^101&no identifier of the patient&HL70357\r");
    }

    @Test
    void values_repeated_in_an_acknowledgement_are_escaped() {
        assertThat(acknowledge(message("ADT^A01").replace("|M1|", "|M\\F\\1|"))).contains("\rMSA|AA|M\\F\\1\r");
    }

    @Test
    void an_internal_error_is_acknowledged_with_AE_and_the_message_goes_to_quarantine() {
        ParsedMessageRecorder failing = parsed -> {
            throw new IllegalStateException("bug");
        };
        assertThat(acknowledge(failing, message("ADT^A01")))
                .contains("\rMSA|AE|M1\r")
                .contains("PARC-0207");
        assertThat(quarantine.only().code()).isEqualTo("PARC-0207");
    }

    @Test
    void after_an_internal_error_the_sender_keeps_a_message_that_quarantine_cannot_store() {
        quarantine.breakDown();
        ParsedMessageRecorder failing = parsed -> {
            throw new IllegalStateException("bug");
        };
        assertThat(acknowledge(failing, message("ADT^A01"))).contains("\rMSA|AR|M1\r");
        assertThat(acknowledge(message("ADT^A60"))).contains("\rMSA|AR|M1\r");
    }

    @Test
    void the_sender_keeps_a_message_whose_bytes_cannot_be_stored() {
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
    void every_rejection_has_a_unique_code() {
        assertThat(Arrays.stream(Hl7RejectionCode.values()).map(Hl7RejectionCode::code))
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("PARC-0[23]\\d\\d"));
    }

    private String acknowledge(String message) {
        return acknowledge(recorder, message);
    }

    private String acknowledge(ParsedMessageRecorder messageRecorder, String message) {
        Clock clock = Clock.fixed(Hl7TestParser.NOW, ZoneOffset.UTC);
        Hl7MessageHandler handler = new Hl7MessageHandler(
                new Hl7MessageParser(Hl7TestProperties.hl7(), new FakeDocumentStore(), clock),
                TestPipeline.processor(messageRecorder, quarantine, clock),
                Hl7TestProperties.hl7().zone(),
                clock);
        return new String(handler.handle(message.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
