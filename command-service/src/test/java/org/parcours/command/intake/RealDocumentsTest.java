package org.parcours.command.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.feeds.fhir.FhirTestService;
import org.parcours.command.intake.fhir.FhirMessageParser;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.Hl7TestProperties;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.UnsupportedMessage;
import org.parcours.events.DischargeLetterEvent.DischargeLetterIssued;
import org.parcours.events.DocumentRef;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.OtherEvent.StepRecorded;

/** CDA documents of other organisations, in each kind of message with which a hospital sends documents. */
class RealDocumentsTest {

    private static final String DISCHARGE_SUMMARY = "Discharge_Summary.ccda";
    private static final String OPERATIVE_NOTE = "Operative_Note.ccda";

    /** The result by document and kind of message. A CDA by itself has no message id and no sender to acknowledge. */
    private static final String EXPECTED = """
            Discharge_Summary.ccda, MDM^T02: DischargeLetterIssued, and its bytes
            Discharge_Summary.ccda, ORU^R01: ResultIssued, and its bytes
            Discharge_Summary.ccda, DocumentReference: DischargeLetterIssued, and its bytes
            Discharge_Summary.ccda, by itself over MLLP: PARC-0201 at MSH
            Discharge_Summary.ccda, by itself to /fhir: PARC-0501 at ClinicalDocument
            Operative_Note.ccda, MDM^T02: StepRecorded, and its bytes
            Operative_Note.ccda, ORU^R01: ResultIssued, and its bytes
            Operative_Note.ccda, DocumentReference: StepRecorded, and its bytes
            Operative_Note.ccda, by itself over MLLP: PARC-0201 at MSH
            Operative_Note.ccda, by itself to /fhir: PARC-0501 at ClinicalDocument
            """;

    private final FakeDocumentStore documents = new FakeDocumentStore();
    private final Hl7MessageParser hl7 = new Hl7MessageParser(Hl7TestProperties.hl7(), documents, Clock.systemUTC());
    private final FhirMessageParser fhir =
            new FhirMessageParser(FhirTestService.settings(Map.of()), documents, Clock.systemUTC());

    @Test
    void each_document_is_a_step_with_its_bytes_or_is_rejected_with_a_code() {
        assumeTrue(SampleFiles.folder("cda").isPresent(), "no sample files");
        assertThat(Stream.of(DISCHARGE_SUMMARY, OPERATIVE_NOTE).flatMap(this::results))
                .containsExactlyElementsOf(EXPECTED.lines().toList());
    }

    private Stream<String> results(String name) {
        byte[] document =
                SampleFiles.bytes(SampleFiles.folder("cda").orElseThrow().resolve(name));
        String loinc = name.equals(DISCHARGE_SUMMARY) ? "18842-5" : "11504-8";
        return Stream.of(
                        "MDM^T02: " + describe(hl7.receive(mdm(document, loinc)).parse(), document),
                        "ORU^R01: " + describe(hl7.receive(oru(document, loinc)).parse(), document),
                        "DocumentReference: "
                                + describe(
                                        fhir.forSource(Optional.of("DPI"))
                                                .receive(reference(document, loinc))
                                                .parse(),
                                        document),
                        "by itself over MLLP: " + describe(hl7.receive(document).parse(), document),
                        "by itself to /fhir: "
                                + describe(
                                        fhir.forSource(Optional.of("DPI"))
                                                .receive(document)
                                                .parse(),
                                        document))
                .map(result -> name + ", " + result);
    }

    private String describe(ParseResult parseResult, byte[] document) {
        return switch (parseResult) {
            case ParsedMessage parsed -> {
                Fact fact = parsed.facts().getFirst();
                String stored =
                        documentsOf(fact).stream().anyMatch(ref -> Arrays.equals(documents.bytes(ref), document))
                                ? "and its bytes"
                                : "without its bytes";
                yield fact.event().getClass().getSimpleName() + ", " + stored;
            }
            case Rejection rejection -> (rejection.code() + " at " + rejection.field()).strip();
            case UnsupportedMessage unsupported -> (unsupported.code() + " at " + unsupported.field()).strip();
        };
    }

    private static List<DocumentRef> documentsOf(Fact fact) {
        return switch (fact.event()) {
            case DischargeLetterIssued letter -> letter.document().stream().toList();
            case StepRecorded step -> step.document().stream().toList();
            case ResultIssued result ->
                Stream.concat(
                                result.document().stream(),
                                result.observations().stream().flatMap(value -> value.document().stream()))
                        .toList();
            default -> List.of();
        };
    }

    private static byte[] mdm(byte[] document, String loinc) {
        return hl7("MDM^T02", "TXA|1|" + loinc + "^^LN|AP|20260301101500||||||||D1^DPI", obx(document, loinc));
    }

    private static byte[] oru(byte[] document, String loinc) {
        return hl7(
                "ORU^R01",
                "OBR|1|P1^DPI|F1^DPI|" + loinc + "^^LN|||20260301101500|||||||||||||||||||F",
                obx(document, loinc));
    }

    private static String obx(byte[] document, String loinc) {
        return "OBX|1|ED|" + loinc + "^^LN||^TEXT^CDA^Base64^"
                + Base64.getEncoder().encodeToString(document) + "||||||F";
    }

    private static byte[] hl7(String type, String... segments) {
        return ("MSH|^~\\&|DPI|CHU|PARCOURS|CHU|20260301101500||" + type + "|M1|P|2.5\r"
                        + "PID|||1^^^&2.999.10.1&ISO^PI||ESSAI^PAUL^^^^^D\r"
                        + "PV1||I|CARDIO\r" + String.join("\r", segments) + "\r")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] reference(byte[] document, String loinc) {
        return """
                {"resourceType": "DocumentReference", "status": "current",
                 "identifier": [{"system": "urn:oid:2.999.10.9", "value": "D1"}],
                 "type": {"coding": [{"system": "http://loinc.org", "code": "%s"}]},
                 "subject": {"identifier": {"system": "urn:oid:2.999.10.1", "value": "1"}},
                 "date": "2026-03-01T10:15:00+01:00",
                 "content": [{"attachment": {"contentType": "text/xml", "data": "%s"}}]}""".formatted(loinc, Base64.getEncoder().encodeToString(document))
                .getBytes(StandardCharsets.UTF_8);
    }
}
