package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.parcours.command.intake.hl7.Hl7TestParser.message;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.events.Coding;
import org.parcours.events.Event;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.ImagingReportStatus;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;
import org.parcours.events.ResultStatus;

class Hl7ResultMapperTest {

    private final Hl7TestParser messages = new Hl7TestParser();

    @ParameterizedTest
    @CsvSource({
        "P, P, PRELIMINARY",
        "F, F, FINAL",
        "'', F, FINAL",
        "'', P, PRELIMINARY",
        "R, R, PRELIMINARY",
        "S, S, PRELIMINARY",
        "F, P, FINAL"
    })
    void a_result_is_preliminary_or_final(String obr, String obx, ResultStatus status) {
        assertThat(messages.event(result(obr, obx), ResultIssued.class).status())
                .isEqualTo(status);
    }

    @Test
    void a_result_is_corrected_or_withdrawn() {
        messages.event(result("C", "C"), ResultCorrected.class);
        messages.event(result("F", "C"), ResultCorrected.class);
        messages.event(result("X", "F"), ResultWithdrawn.class);
    }

    @ParameterizedTest
    @CsvSource({"D, WITHDRAWN", "W, WRONG"})
    void one_withdrawn_value_among_others_makes_a_correction_that_names_it(String status, ObservationStatus expected) {
        List<Observation> observations = messages.event(
                        message(
                                "ORU^R01",
                                "OBR|1|P1|F1|CBC^Count|||||||||||||||||||||F",
                                "OBX|1|NM|A||1||||||F",
                                "OBX|2|NM|B||||||||" + status),
                        ResultCorrected.class)
                .observations();
        assertThat(observations)
                .extracting(o -> o.code().key(), o -> o.status().orElseThrow())
                .containsExactly(tuple("A", ObservationStatus.FINAL), tuple("B", expected));
    }

    @Test
    void a_value_that_cannot_be_obtained_corrects_nothing() {
        List<Observation> observations = messages.event(
                        message("ORU^R01", "OBR|1|P1|F1|CBC^Count", "OBX|1|NM|A||1||||||F", "OBX|2|NM|B||||||||X"),
                        ResultIssued.class)
                .observations();
        assertThat(observations).last().satisfies(value -> assertThat(value.status())
                .contains(ObservationStatus.NOT_OBTAINED));
    }

    @Test
    void OBX_4_distinguishes_two_isolates() {
        List<Observation> observations = messages.event(
                        message(
                                "ORU^R01",
                                "OBR|1|P1|F1|CULT^Culture",
                                "OBX|1|CE|ORG^Organism|1|ECOLI^E. coli||||||F",
                                "OBX|2|CE|ORG^Organism|2|SAUR^S. aureus||||||F"),
                        ResultIssued.class)
                .observations();
        assertThat(observations)
                .extracting(o -> o.subId().orElseThrow(), Observation::value)
                .containsExactly(tuple("1", "E. coli (ECOLI)"), tuple("2", "S. aureus (SAUR)"));
    }

    @Test
    void a_withdrawn_line_is_not_joined_to_the_previous_line() {
        List<Observation> observations = messages.event(
                        message("ORU^R01", "OBR|1|P1|F1|CBC^Count", "OBX|1|TX|N||one||||||F", "OBX|2|TX|N||two||||||D"),
                        ResultCorrected.class)
                .observations();
        assertThat(observations).extracting("value").containsExactly("one", "two");
    }

    @Test
    void a_withdrawn_document_is_not_attached() {
        assertThat(messages.event(
                                message(
                                        "ORU^R01",
                                        "OBR|1|P1|F1|CBC^Count",
                                        "OBX|1|NM|A||1||||||F",
                                        "OBX|2|ED|R||^AP^PDF^Base64^JVBERg==||||||D"),
                                ResultCorrected.class)
                        .document())
                .isEmpty();
    }

    @Test
    void a_withdrawal_names_its_examination() {
        assertThat(messages.event(result("X", "F"), ResultWithdrawn.class).examination())
                .contains(Coding.of("CBC", "Count"));
    }

    @Test
    void each_type_of_value_is_mapped() {
        List<Observation> observations = messages.event(
                        message(
                                "ORU^R01",
                                "OBR|1|P1|F1|CBC^Count|||||||||||||||||||||F",
                                "OBX|1|NM|NA^Sodium^L||145.01|mmol/L|133 - 146|H|||F",
                                "OBX|2|SN|T^Titre||>^100||||||F",
                                "OBX|3|CWE|G^Germ||27268008^Salmonella^SCT||||||F",
                                "OBX|4|TX|N^Note|1|line one||||||F",
                                "OBX|5|TX|N^Note|2|line two||||||F",
                                "OBX|6|FT|R^Remark||one\\.br\\two \\H\\bold\\N\\||||||F",
                                "OBX|7|ST|C^Comment||a~b||||||F",
                                "OBX|8|NM|E^Empty||||||||F"),
                        ResultIssued.class)
                .observations();
        assertThat(observations)
                .extracting("value")
                .containsExactly(
                        "145.01", ">100", "Salmonella (27268008)", "line one\nline two", "one\ntwo bold", "a~b");
        Observation sodium = observations.getFirst();
        assertThat(sodium.unit()).contains("mmol/L");
        assertThat(sodium.range()).contains("133 - 146");
        assertThat(sodium.flag()).contains("H");
    }

    @Test
    void each_OBR_is_a_result_with_its_own_numbers() {
        List<Event> events = messages.events(message(
                "ORU^R01",
                "ORC|RE|P1|F1",
                "OBR|1|P1|F1|A^A",
                "OBX|1|NM|A||1||||||F",
                "OBR|2|P2|F2|B^B",
                "OBX|1|NM|B||2||||||F"));
        assertThat(events)
                .extracting(event ->
                        ((ResultIssued) event).order().filler().orElseThrow().value())
                .containsExactly("F1", "F2");
    }

    @Test
    void imaging_is_reported() {
        ImagingReported event = messages.event(
                message("ORU^R01", "OBR|1|P1|F1|MR1^MRI Ankle", "OBX|1|TX|R^Report||no fracture||||||F"),
                ImagingReported.class);
        assertThat(event.status()).isEqualTo(ImagingReportStatus.FINAL);
        assertThat(messages.event(
                                message(
                                        "ORU^R01",
                                        "OBR|1|P1|F1|MR1^MRI Ankle|||||||||||||||||||||C",
                                        "OBX|1|TX|R^Report||a nodule||||||F"),
                                ImagingReported.class)
                        .status())
                .isEqualTo(ImagingReportStatus.CORRECTED);
    }

    @Test
    void an_encapsulated_report_goes_to_the_document_store() {
        byte[] pdf = "%PDF-1.4 report".getBytes(StandardCharsets.US_ASCII);
        ResultIssued event = messages.event(
                message(
                        "ORU^R01",
                        "OBR|1|P1|F1|CBC^Count",
                        "OBX|1|ED|R^Report||^AP^^Base64^" + Base64.getEncoder().encodeToString(pdf) + "||||||F"),
                ResultIssued.class);
        assertThat(event.document().orElseThrow().mediaType()).isEqualTo("application/pdf");
        assertThat(messages.documents.bytes(event.document().orElseThrow())).isEqualTo(pdf);
        assertThat(event.observations()).isEmpty();
    }

    @Test
    void a_CDA_goes_to_the_document_store_unchanged() {
        String cda = "<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>";
        String data = Base64.getEncoder().encodeToString(cda.getBytes(StandardCharsets.UTF_8));
        ResultIssued event = messages.event(
                message("ORU^R01", "OBR|1|P1|F1|CBC^Count", "OBX|1|ED|R^Report||^TEXT^XML^Base64^" + data + "||||||F"),
                ResultIssued.class);
        assertThat(event.document().orElseThrow().mediaType()).isEqualTo("text/xml");
        assertThat(new String(messages.documents.bytes(event.document().orElseThrow()), StandardCharsets.UTF_8))
                .isEqualTo(cda);
    }

    @Test
    void a_long_text_is_stored_as_a_document_and_the_event_contains_its_beginning() {
        String text = "line of text ".repeat(270_000);
        Observation observation = messages.event(
                        message("ORU^R01", "OBR|1|P1|F1|PATH^Pathology", "OBX|1|TX|R^Report||" + text + "||||||F"),
                        ResultIssued.class)
                .observations()
                .getFirst();
        assertThat(observation.value()).hasSize(20_001).startsWith("line of text");
        assertThat(new String(messages.documents.bytes(observation.document().orElseThrow()), StandardCharsets.UTF_8))
                .isEqualTo(text.strip());
    }

    @Test
    void encapsulated_data_in_another_encoding_than_declared_is_rejected() {
        assertThat(messages.rejection(message(
                                "ORU^R01", "OBR|1|P1|F1|CBC^Count", "OBX|1|ED|R||^AP^PDF^Base64^not base64!||||||F"))
                        .field())
                .isEqualTo("OBX-5");
    }

    @Test
    void a_result_that_is_only_announced_is_unsupported() {
        messages.unsupported(message("ORU^R01", "OBR|1|P1|F1|CBC^Count|||||||||||||||||||||I"));
    }

    @Test
    void a_result_without_an_examination_is_rejected_naming_OBR_4() {
        assertThat(messages.rejection(message("ORU^R01", "OBR|1|P1|F1", "OBX|1|NM|||5||||||F"))
                        .field())
                .isEqualTo("OBR-4");
    }

    private static String result(String obr, String obx) {
        return message("ORU^R01", "OBR|1|P1|F1|CBC^Count|||||||||||||||||||||" + obr, "OBX|1|NM|A||1||||||" + obx);
    }
}
