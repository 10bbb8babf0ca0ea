package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.events.DetailKey;
import org.parcours.events.Envelope;
import org.parcours.events.ImagingEvent.ImagingPerformed;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderHeld;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderStatusReported;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenReceived;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenRejected;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.ResultStatus;
import org.parcours.events.StepStatus;

/** What results, images, specimens and orders in FHIR mean on the timeline (issue 15). */
class FhirResultMeaningTest {

    private static final String SUBJECT =
            "\"subject\": {\"type\": \"Patient\", \"identifier\": {\"system\": \"urn:oid:2.999.20.1\", \"value\": \"R1\"}}";
    private static final String OTHER_SUBJECT = SUBJECT.replace("R1", "R2");
    private static final String PDF = "JVBERi0xLjQKMSAwIG9iajw8Pj4K";

    @TempDir
    private Path folder;

    private FhirTestService fhir;

    @BeforeEach
    void start() {
        fhir = new FhirTestService(folder);
    }

    @AfterEach
    void stop() {
        fhir.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"valueQuantity\": {\"value\": 1.10, \"unit\": \"mmol/L\", \"code\": \"mmol\"} | 1.10",
                "\"valueQuantity\": {\"value\": 0.5, \"comparator\": \"<\"} | <0.5",
                "\"valueInteger\": 7 | 7",
                "\"valueBoolean\": true | true",
                "\"valueString\": \"trace\" | trace",
                "\"valueTime\": \"08:30:00\" | 08:30:00",
                "\"valueDateTime\": \"2026-03\" | 2026-03",
                "\"valueCodeableConcept\": {\"text\": \"Positif\", \"coding\": [{\"code\": \"1\", \"display\": \"Detected\"}]} | Positif (Detected)",
                "\"valueRange\": {\"low\": {\"value\": 2}, \"high\": {\"value\": 5}} | 2 – 5",
                "\"valueRatio\": {\"numerator\": {\"value\": 1}, \"denominator\": {\"value\": 40}} | 1:40",
                "\"valuePeriod\": {\"start\": \"2026-03-01\"} | 2026-03-01 – …",
            })
    void a_value_of_any_type_is_shown_as_sent(String json, String expected) throws Exception {
        post("Observation", observation("final", json));

        assertThat(values().getFirst().value()).isEqualTo(expected);
    }

    @Test
    void the_reason_for_an_absent_value_is_no_value() throws Exception {
        post("Observation", observation("final", "\"dataAbsentReason\": {\"text\": \"Not Performed\"}"));

        Observation value = values().getFirst();
        assertThat(value.value()).isEmpty();
        assertThat(value.status()).contains(ObservationStatus.NOT_OBTAINED);
        assertThat(value.notes()).containsExactly("{{absence}}{{colon}}Not Performed");
    }

    @Test
    void interpretations_ranges_and_other_codes_are_kept() throws Exception {
        post("Observation", observation("final", """
                "valueQuantity": {"value": 7.1, "unit": "g/dL"},
                "interpretation": [{"coding": [{"code": "LL"}]}, {"text": "appeler le service"}],
                "referenceRange": [{"low": {"value": 12}, "high": {"value": 16}, "appliesTo": [{"text": "femme"}],
                  "age": {"low": {"value": 18, "unit": "a"}}}]"""));

        Observation value = values().getFirst();
        assertThat(value.flag()).contains("LL");
        assertThat(value.notes()).containsExactly("{{interpretation}}{{colon}}appeler le service");
        assertThat(value.range()).contains("12 – 16 (femme; ≥ 18 a)");
        assertThat(value.otherCodes()).extracting(code -> code.key()).containsExactly("NA");
    }

    @Test
    void a_value_about_a_fetus_says_so() throws Exception {
        post("Observation", observation("final", """
                "valueQuantity": {"value": 140}, "focus": [{"display": "Fœtus"}]"""));

        assertThat(values().getFirst().subId()).contains("Fœtus");
        assertThat(details()).containsEntry(DetailKey.FOCUS, "Fœtus");
    }

    @Test
    void components_stand_under_the_name_of_their_observation_and_none_replaces_another() throws Exception {
        post("Observation", """
                {"resourceType": "Observation", "id": "bp", "status": "final", %s, "code": {"text": "Pression"},
                 "category": [{"coding": [{"code": "vital-signs"}]}], "component": [
                  {"code": {"text": "Systolique"}, "valueQuantity": {"value": 120, "unit": "mmHg"}},
                  {"code": {"text": "Systolique"}, "valueQuantity": {"value": 118, "unit": "mmHg"}},
                  {"code": {"text": "Diastolique"}, "dataAbsentReason": {"text": "error"}}]}""".formatted(SUBJECT));

        StepRecorded step = fhir.events(StepRecorded.class).getFirst();
        assertThat(step.title()).contains("Pression");
        assertThat(step.details())
                .isEqualTo(Map.of(
                        "Systolique", "120 mmHg",
                        "Systolique 2", "118 mmHg",
                        "Diastolique", "— ({{absence}}{{colon}}error)"));
    }

    @Test
    void an_observation_of_imaging_is_imaging() throws Exception {
        post(
                "Observation",
                observation("preliminary", "\"valueString\": \"8 mm\"")
                        .replace(
                                "\"code\": {", "\"category\": [{\"coding\": [{\"code\": \"imaging\"}]}], \"code\": {"));

        assertThat(fhir.events(ImagingReported.class)).hasSize(1);
    }

    @Test
    void a_result_of_unknown_status_is_not_final() throws Exception {
        post("Observation", observation("unknown", "\"valueInteger\": 1"));

        ResultIssued result = fhir.events(ResultIssued.class).getFirst();
        assertThat(result.status()).isEqualTo(ResultStatus.PRELIMINARY);
        assertThat(result.observations().getFirst().status()).contains(ObservationStatus.UNVERIFIED);
        assertThat(details()).containsEntry(DetailKey.RESULT_STATUS, "unknown");
    }

    @Test
    void an_observation_entered_in_error_is_withdrawn_in_its_report() throws Exception {
        fhir.send(reportBundle(SUBJECT)).andExpect(status().isOk());
        fhir.put(
                        "Observation/na",
                        observation("entered-in-error", "\"valueInteger\": 139").replace("\"o1\"", "\"na\""))
                .andExpect(status().is2xxSuccessful());

        ResultCorrected corrected = fhir.events(ResultCorrected.class).getFirst();
        assertThat(corrected.observations()).hasSize(1);
        assertThat(corrected.observations().getFirst().code().label()).isEqualTo("Sodium");
        assertThat(corrected.observations().getFirst().status()).contains(ObservationStatus.WITHDRAWN);
    }

    @Test
    void a_vital_sign_of_a_report_changes_the_report_too() throws Exception {
        String category = "\"category\": [{\"coding\": [{\"code\": \"vital-signs\"}]}], \"code\": {";
        fhir.send(reportBundle(SUBJECT).replace("\"code\": {", category)).andExpect(status().isOk());
        fhir.put(
                        "Observation/na",
                        observation("corrected", "\"valueInteger\": 140")
                                .replace("\"o1\"", "\"na\"")
                                .replace("\"code\": {", category))
                .andExpect(status().is2xxSuccessful());

        assertThat(fhir.events(StepRecorded.class)).isEmpty();
        assertThat(fhir.events(ResultCorrected.class).getFirst().observations())
                .extracting(Observation::value)
                .containsExactly("140");
    }

    @Test
    void a_report_with_a_value_of_another_patient_is_refused_naming_it() throws Exception {
        fhir.send(reportBundle(OTHER_SUBJECT))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(Matchers.containsString("resource.result[0]")));

        assertThat(fhir.recorded()).isEmpty();
    }

    @Test
    void an_observation_is_rejected_with_the_report_that_contains_it() throws Exception {
        String batch = reportBundle(SUBJECT)
                .replace("transaction", "batch")
                .replace("\"code\": {\"text\": \"Compte rendu\"}, ", "");

        String answer = fhir.send(batch).andReturn().getResponse().getContentAsString();

        assertThat(answer.split("resource.code", -1)).hasSize(4);
        assertThat(fhir.recorded()).isEmpty();
    }

    @Test
    void a_result_that_is_not_in_the_message_is_named() throws Exception {
        post("DiagnosticReport", report("final", "\"result\": [{\"reference\": \"Observation/unknown\"}]"));

        assertThat(details()).containsEntry(DetailKey.MISSING_RESULTS, "Observation/unknown");
    }

    @Test
    void the_antibiotics_of_two_germs_are_told_apart() throws Exception {
        String germ = """
                {"resourceType": "Observation", "id": "%s", "status": "final", "code": {"text": "Germe"},
                 "valueCodeableConcept": {"text": "%s"}, "hasMember": [{"reference": "#%s"}]}""";
        String antibiotic = """
                {"resourceType": "Observation", "id": "%s", "status": "final", "code": {"text": "Amoxicilline"},
                 "valueString": "%s"}""";
        post(
                "DiagnosticReport",
                report(
                        "final",
                        "\"contained\": ["
                                + String.join(
                                        ",",
                                        germ.formatted("g1", "E. coli", "a1"),
                                        germ.formatted("g2", "K. pneumoniae", "a2"),
                                        antibiotic.formatted("a1", "S"),
                                        antibiotic.formatted("a2", "R"))
                                + "], \"result\": [{\"reference\": \"#g1\"}, {\"reference\": \"#g2\"}]"));

        assertThat(values())
                .extracting(value -> value.subId().orElse("") + " " + value.value())
                .containsExactly(" E. coli", "E. coli S", " K. pneumoniae", "K. pneumoniae R");
    }

    @Test
    void a_registered_report_is_announced() throws Exception {
        post("DiagnosticReport", report("registered", "\"issued\": \"2026-03-10T09:30:00+01:00\""));

        assertThat(fhir.events(ExamOrderStatusReported.class)).hasSize(1);
    }

    @Test
    void a_report_stands_at_its_collection_and_keeps_a_month_as_a_month() throws Exception {
        post("DiagnosticReport", report("final", """
                "effectiveDateTime": "2019-05", "issued": "2026-03-10T09:30:00+01:00" """));

        assertThat(last().annotations().precision().name()).isEqualTo("MONTH");
        assertThat(details()).containsEntry(DetailKey.REPORTED_AT, "2026-03-10T09:30:00+01:00");
    }

    @Test
    void all_documents_of_a_report_are_stored_and_a_url_is_named() throws Exception {
        post("DiagnosticReport", report("final", """
                "presentedForm": [{"data": "%s\\n"}, {"contentType": "text/plain", "data": "QQ=="},
                  {"url": "javascript:alert(1)", "title": "CR"}]""".formatted(PDF.substring(0, 8) + "\\r\\n" + PDF.substring(8))));

        ResultIssued result = fhir.events(ResultIssued.class).getFirst();
        assertThat(result.document().orElseThrow().mediaType()).isEqualTo("application/pdf");
        assertThat(last().annotations().attachments()).hasSize(1);
        assertThat(details()).containsEntry(DetailKey.LINKS, "CR: javascript:alert(1)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"data\": \"Compte rendu en clair !\"",
                "\"data\": \"Compte rendu en clair\"",
                "\"data\": \"QQ==\", \"hash\": \"AAAAAAAAAAAAAAAAAAAAAAAAAAA=\"",
                "\"data\": \"QQ==\", \"size\": 2"
            })
    void a_document_that_is_not_what_its_sender_meant_is_refused(String attachment) throws Exception {
        fhir.send(
                        "/DiagnosticReport",
                        report("final", "\"presentedForm\": [{" + attachment + "}]")
                                .getBytes(StandardCharsets.UTF_8))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(Matchers.containsString("DiagnosticReport.presentedForm[0].")));
    }

    @Test
    void the_right_hash_and_size_are_accepted() throws Exception {
        post("DiagnosticReport", report("final", """
                "presentedForm": [{"data": "QQ==", "size": 1, "hash": "bc1M4j2I4u6VaLpUbAB8Y9kTHBs="}]"""));

        assertThat(fhir.events(ResultIssued.class).getFirst().document()).isPresent();
    }

    @Test
    void an_unsatisfactory_specimen_is_rejected_and_not_received() throws Exception {
        post("Specimen", """
                {"resourceType": "Specimen", "id": "t1", %s, "status": "unsatisfactory", "type": {"text": "Sang"},
                 "receivedTime": "2026-03-10T09:30:00+01:00", "condition": [{"text": "hémolysé"}],
                 "request": [{"reference": "ServiceRequest/a"}, {"reference": "ServiceRequest/b"}]}""".formatted(SUBJECT));

        assertThat(fhir.events(SpecimenRejected.class)).hasSize(2);
        assertThat(fhir.events(SpecimenRejected.class)
                        .getFirst()
                        .reason()
                        .orElseThrow()
                        .label())
                .startsWith("hémolysé");
        assertThat(fhir.events(SpecimenReceived.class)).isEmpty();
    }

    @Test
    void a_request_not_to_do_something_is_no_order() throws Exception {
        post("ServiceRequest", request("active", "\"doNotPerform\": true"));

        assertThat(fhir.events(ExamOrdered.class)).isEmpty();
        assertThat(fhir.events(StepRecorded.class).getFirst().status()).isEqualTo(StepStatus.NOT_DONE);
        assertThat(details()).containsEntry(DetailKey.NOT_TO_BE_DONE, "Hémogramme");
    }

    @Test
    void an_order_on_hold_is_held_and_a_draft_is_no_order() throws Exception {
        post("ServiceRequest", request("draft", "\"priority\": \"routine\""));
        assertThat(fhir.recorded()).isEmpty();

        post("ServiceRequest", request("on-hold", "\"priority\": \"stat\""));
        assertThat(fhir.events(ExamOrderHeld.class)).hasSize(1);
        assertThat(details()).containsEntry(DetailKey.PRIORITY, "stat");
    }

    @Test
    void a_study_and_its_reports_share_their_accession_and_two_reports_are_two() throws Exception {
        post("ImagingStudy", """
                {"resourceType": "ImagingStudy", "id": "i1", "status": "available", %s, "started": "2026-03-10T09:30:00+01:00",
                 "description": "TDM thorax", "modality": [{"code": "CT"}, {"code": "SR"}], "numberOfSeries": 2,
                 "series": [{"uid": "1.2", "number": 1, "modality": {"code": "CT"}, "description": "injecté"}]}""".formatted(SUBJECT));
        assertThat(fhir.events(ImagingPerformed.class).getFirst().modality()).contains("CT, SR");
        assertThat(details()).containsEntry(DetailKey.SERIES, "1. CT, injecté");

        String study = "\"imagingStudy\": [{\"reference\": \"ImagingStudy/i1\"}]";
        post("DiagnosticReport", report("final", study));
        post("DiagnosticReport", report("final", study).replace("\"r1\"", "\"r2\""));

        assertThat(fhir.events(ImagingReported.class)).hasSize(2);
        assertThat(last().corrects()).isEmpty();
        assertThat(fhir.recorded().stream()
                        .flatMap(event -> event.step().stream())
                        .distinct())
                .hasSize(1);
    }

    private void post(String type, String body) throws Exception {
        fhir.send("/" + type, body.getBytes(StandardCharsets.UTF_8)).andExpect(status().is2xxSuccessful());
    }

    private static String observation(String status, String content) {
        return """
                {"resourceType": "Observation", "id": "o1", "status": "%s", %s,
                 "code": {"text": "Sodium", "coding": [{"system": "http://loinc.org", "code": "2951-2"}, {"code": "NA"}]},
                 "effectiveDateTime": "2026-03-10T09:30:00+01:00", %s}""".formatted(status, SUBJECT, content);
    }

    private static String report(String status, String content) {
        return """
                {"resourceType": "DiagnosticReport", "id": "r1", "status": "%s", "code": {"text": "Compte rendu"}, %s, %s}""".formatted(status, SUBJECT, content);
    }

    private static String request(String status, String content) {
        return """
                {"resourceType": "ServiceRequest", "id": "s1", "status": "%s", "intent": "order", %s,
                 "category": [{"coding": [{"code": "108252007"}]}], "code": {"text": "Hémogramme"}, %s}""".formatted(status, SUBJECT, content);
    }

    private static String reportBundle(String observationSubject) {
        String sodium = observation("final", "\"valueInteger\": 139")
                .replace("\"o1\"", "\"na\"")
                .replace(SUBJECT, observationSubject);
        String potassium = observation("final", "\"valueInteger\": 4")
                .replace("\"o1\"", "\"k\"")
                .replace("Sodium", "Potassium")
                .replace("2951-2", "2823-3");
        String report = report(
                "final", "\"result\": [{\"reference\": \"Observation/na\"}, {\"reference\": \"Observation/k\"}]");
        return """
                {"resourceType": "Bundle", "type": "transaction", "entry": [
                 {"resource": %s, "request": {"method": "PUT", "url": "Observation/na"}},
                 {"resource": %s, "request": {"method": "PUT", "url": "Observation/k"}},
                 {"resource": %s, "request": {"method": "PUT", "url": "DiagnosticReport/r1"}}]}""".formatted(sodium, potassium, report);
    }

    private List<Observation> values() {
        return fhir.events(ResultIssued.class).getLast().observations();
    }

    private Envelope last() {
        return fhir.recorded().getLast();
    }

    private Map<String, String> details() {
        return last().annotations().details();
    }
}
