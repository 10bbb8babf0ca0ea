package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Hl7TestParser.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import org.parcours.events.DetailKey;
import org.parcours.events.DocumentRef;
import org.parcours.events.DocumentRestriction;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StepStatus;

/** Encapsulated documents (ED) in results and documents: decoded, recognised, or kept as sent and flagged. */
class Hl7EncapsulatedDocumentTest {

    private static final String OBR = "OBR|1|P1|F1|CR^Compte rendu|||20260228093000|||||||||||||||||||F";
    private static final byte[] PDF = "%PDF-1.4 report, long enough for lines".getBytes(StandardCharsets.US_ASCII);
    private static final String BASE64 = Base64.getEncoder().encodeToString(PDF);

    private final Hl7TestParser messages = new Hl7TestParser();

    @ParameterizedTest
    @ValueSource(strings = {"\\.br\\", "\\X0D\\\\X0A\\", "\\X0D0A\\", "\n", " ", "\t", "~"})
    void line_ends_and_blanks_in_base64_mean_nothing(String lineEnd) {
        String data = BASE64.substring(0, 20) + lineEnd + BASE64.substring(20);
        assertThat(messages.documents.bytes(document("X^AP^PDF^Base64^" + data)))
                .isEqualTo(PDF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data:application/pdf;base64,", "DATA:;base64,"})
    void the_head_of_a_data_uri_is_no_data(String head) {
        assertThat(messages.documents.bytes(document("^AP^PDF^Base64^" + head + BASE64)))
                .isEqualTo(PDF);
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, utf-8", "ISO-8859-1, windows-1252"})
    void the_character_set_of_a_text_is_that_of_its_bytes(String sent, String declared) {
        byte[] bytes = "accentué".getBytes(Charset.forName(sent));
        for (String type : List.of("^TEXT^PLAIN", "^TX^", "^text^txt")) {
            DocumentRef document =
                    document(type + "^Base64^" + Base64.getEncoder().encodeToString(bytes));
            assertThat(document.mediaType()).isEqualTo("text/plain; charset=" + declared);
            assertThat(messages.documents.bytes(document)).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TX", "FT", "ST"})
    void a_document_that_is_declared_as_a_text_is_a_document(String type) {
        Fact fact = messages.fact(
                message("ORU^R01", OBR, "OBX|1|" + type + "|CR^Compte rendu||X^AP^PDF^BASE64^" + BASE64 + "||||||F"));
        ResultIssued result = (ResultIssued) fact.event();
        assertThat(result.observations()).isEmpty();
        assertThat(messages.documents.bytes(result.document().orElseThrow())).isEqualTo(PDF);
    }

    @Test
    void a_document_without_data_is_unread() {
        assertThat(messages.fact(message("ORU^R01", OBR, "OBX|1|ED|CR^Compte rendu||^AP^PDF^Base64^||||||F"))
                        .annotations()
                        .unread())
                .contains("OBX-5");
    }

    @Test
    void missing_padding_is_added() {
        assertThat(BASE64).endsWith("=");
        assertThat(messages.documents.bytes(document("^AP^PDF^base64^" + BASE64.replace("=", ""))))
                .isEqualTo(PDF);
    }

    @Test
    void data_without_type_and_encoding_are_recognised() {
        DocumentRef document = document("^^^^" + BASE64);
        assertThat(document.mediaType()).isEqualTo("application/pdf");
        assertThat(messages.documents.bytes(document)).isEqualTo(PDF);
    }

    @ParameterizedTest
    @CsvSource({
        "89504E470D0A1A0A00, image/png",
        "FFD8FFE000, image/jpeg",
        "7B5C72746631, application/rtf",
        "3C3F786D6C20, text/xml",
        "49492A0008, image/tiff",
        "504B030414, application/zip",
        "255044462D31, application/pdf"
    })
    void the_content_tells_more_than_the_declared_type(String hex, String mediaType) {
        assertThat(document("^TEXT^PLAIN^Hex^" + hex).mediaType()).isEqualTo(mediaType);
    }

    @Test
    void a_text_with_delimiters_is_stored_whole() {
        DocumentRef document = document("^TEXT^PLAIN^A^Dose: 3 & 4 ^ 5 ~ 6");
        assertThat(new String(messages.documents.bytes(document), StandardCharsets.UTF_8))
                .isEqualTo("Dose: 3 & 4 ^ 5 ~ 6");
    }

    @Test
    void truncated_base64_is_recorded_kept_raw_and_flagged() {
        Fact fact = messages.fact(message("ORU^R01", OBR, "OBX|1|ED|R||^AP^PDF^Base64^JVBERi0xL||||||F"));
        DocumentRef document = ((ResultIssued) fact.event()).document().orElseThrow();
        assertThat(document.mediaType()).isEqualTo("application/octet-stream");
        assertThat(new String(messages.documents.bytes(document), StandardCharsets.UTF_8))
                .isEqualTo("JVBERi0xL");
        assertThat(fact.anomalies()).extracting(Anomaly::code).containsExactly(Anomaly.Code.ATTACHMENT_UNREADABLE);
    }

    @Test
    void an_unreadable_document_beside_values_is_recorded_kept_raw_and_flagged() {
        Fact fact = messages.fact(
                message("ORU^R01", OBR, "OBX|1|NM|K||4.1||||||F", "OBX|2|ED|R||^AP^PDF^Base64^Not base64 !||||||F"));
        assertThat(((ResultIssued) fact.event()).observations()).hasSize(1);
        assertThat(fact.anomalies()).extracting(Anomaly::code).containsExactly(Anomaly.Code.ATTACHMENT_UNREADABLE);
    }

    @Test
    void a_document_that_is_no_base64_and_nothing_else_is_rejected_naming_OBX_5() {
        assertThat(messages.rejection(message(
                                "ORU^R01",
                                OBR,
                                "OBX|1|ED|R||^Application^PDF^Base64^Ceci n'est pas du base64 !||||||F"))
                        .code())
                .isEqualTo("PARC-0311");
    }

    @Test
    void further_documents_are_attachments() {
        Fact fact = messages.fact(message(
                "ORU^R01",
                OBR,
                "OBX|1|ED|R^Rapport||^AP^PDF^Base64^" + BASE64 + "||||||F",
                "OBX|2|ED|I^Image||^IM^PNG^Hex^89504E470D0A1A0A00||||||F"));
        assertThat(((ResultIssued) fact.event()).document().orElseThrow().title())
                .contains("Rapport");
        assertThat(fact.annotations().attachments())
                .extracting(DocumentRef::mediaType)
                .containsExactly("image/png");
    }

    @Test
    void text_lines_beside_a_PDF_are_one_document_with_both() {
        Fact fact = messages.fact(message(
                "MDM^T02",
                "TXA|1|CR^Compte rendu|AP|20260310155000||||||||D01DOC|||||AU||AV",
                "OBX|1|TX|CR^Compte rendu||Ligne une||||||F",
                "OBX|2|TX|CR^Compte rendu||Ligne deux||||||F",
                "OBX|3|ED|CR^Compte rendu||X^Application^PDF^Base64^" + BASE64 + "||||||F"));
        assertThat(((StepRecorded) fact.event()).document().orElseThrow().mediaType())
                .isEqualTo("application/pdf");
        DocumentRef text = fact.annotations().attachments().getFirst();
        assertThat(new String(messages.documents.bytes(text), StandardCharsets.UTF_8))
                .isEqualTo("Ligne une\nLigne deux");
    }

    @Test
    void MetaDMPMSS_are_properties_of_the_document() {
        Fact fact = messages.fact(
                message(
                        "ORU^R01",
                        OBR,
                        "OBX|1|ED|11502-2^CR^LN||^TEXT^XML^Base64^PENsaW5pY2FsRG9jdW1lbnQ+||||||F",
                        property("MASQUE_PS", "Y"),
                        property("INVISIBLE_PATIENT", "Y"),
                        property("INVISIBLE_REP_LEGAUX", "N"),
                        property("DESTDMP", "Y"),
                        property("DESTMSSANTEPS", "Y"),
                        property("DESTMSSANTEPAT", "N"),
                        "OBX|9|ED|CORPSMAIL_PS^Corps du mail pour un PS^MetaDMPMSS||^TEXT^^Base64^Q2hlciBjb25mcsOocmU=||||||F"));
        ResultIssued result = (ResultIssued) fact.event();
        assertThat(result.observations()).isEmpty();
        assertThat(result.document().orElseThrow().restrictions())
                .containsExactlyInAnyOrder(
                        DocumentRestriction.HIDDEN_FROM_PROFESSIONALS, DocumentRestriction.HIDDEN_FROM_PATIENT);
        assertThat(fact.annotations().details()).containsEntry(DetailKey.DESTINATION, "DMP, MSSanté professionnel");
        assertThat(fact.annotations().notes()).containsExactly("Corps du mail pour un PS : Cher confrère");
        assertThat(fact.annotations().attachments()).isEmpty();
    }

    @Test
    void a_truncated_mail_body_does_not_reject_its_document() {
        Fact fact = messages.fact(message(
                "MDM^T02",
                "TXA|1|CR^Compte rendu||||||||||D1||||||MASQUE_PS",
                "OBX|1|ED|11502-2^CR^LN||^TEXT^XML^Base64^PENsaW5pY2FsRG9jdW1lbnQ+||||||F",
                "OBX|2|ED|CORPSMAIL_PS^Corps^MetaDMPMSS||^TEXT^^Base64^Q2hlciBjb25mc...||||||F"));
        assertThat(fact.anomalies()).extracting(Anomaly::code).contains(Anomaly.Code.ATTACHMENT_UNREADABLE);
        assertThat(((StepRecorded) fact.event()).document().orElseThrow().restrictions())
                .containsExactly(DocumentRestriction.HIDDEN_FROM_PROFESSIONALS);
    }

    @Test
    void a_document_deleted_by_OBX_11_is_withdrawn() {
        String deleted = "OBX|1|ED|11502-2^CR^LN||^TEXT^XML^Base64^PENsaW5pY2FsRG9jdW1lbnQ+||||||D";
        ResultCorrected corrected =
                messages.event(message("ORU^R01", OBR, deleted, property("MASQUE_PS", "N")), ResultCorrected.class);
        assertThat(corrected.document()).isEmpty();
        assertThat(corrected.observations()).hasSize(1);
        assertThat(messages.event(
                                message("MDM^T02", "TXA|1|CR^CR||||||||||D1", deleted, property("DESTDMP", "Y")),
                                StepRecorded.class)
                        .status())
                .isEqualTo(StepStatus.CANCELLED);
    }

    @Test
    void an_imaging_report_of_an_MDM_stands_at_the_examination() {
        Fact fact = messages.fact(message(
                "MDM^T02",
                "OBR|1|A78|F78|TDM^Scanner|||20260228093000",
                "TXA|1|DI||||||||||D1",
                "OBX|1|TX|R^Rapport||normal||||||F",
                "NTE|1||relu",
                "OBX|2|ED|R^Rapport||^AP^PDF^Base64^" + BASE64 + "||||||F"));
        ImagingReported report = (ImagingReported) fact.event();
        assertThat(fact.occurredAt()).isEqualTo("2026-02-28T09:30:00+01:00");
        assertThat(report.observations().getFirst().notes()).isEqualTo(List.of("relu"));
        assertThat(report.document()).isPresent();
    }

    private DocumentRef document(String data) {
        return messages.event(message("ORU^R01", OBR, "OBX|1|ED|CR^Rapport||" + data + "||||||F"), ResultIssued.class)
                .document()
                .orElseThrow();
    }

    private static String property(String code, String value) {
        return "OBX|2|CE|" + code + "^Libellé^MetaDMPMSS||" + value + "^^expandedYes-NoIndicator||||||F";
    }
}
