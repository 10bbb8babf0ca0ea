package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.file.Path;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.OtherEvent.StepRecorded;

/** Bundles of all types with a real log (FHIR R4, 2.36). */
class FhirBundleKindTest {

    private static final String PATIENT = """
            {"fullUrl": "http://ehr.example/fhir/Patient/1", "search": {"mode": "include"}, "resource": {
             "resourceType": "Patient", "id": "1", "identifier": [{"system": "urn:oid:2.999.10.1", "value": "K1"}]}}""";

    @TempDir
    private Path folder;

    private FhirTestService service;

    @BeforeEach
    void start() {
        service = new FhirTestService(folder);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private static String sodium(int version, int value, String request) {
        return """
                {"fullUrl": "http://ehr.example/fhir/Observation/8", %s "resource": {"resourceType": "Observation", "id": "8",
                 "meta": {"versionId": "%d", "lastUpdated": "2026-03-10T1%d:00:00+01:00"}, "status": "final",
                 "identifier": [{"system": "urn:oid:2.999.10.7", "value": "O8"}],
                 "category": [{"coding": [{"code": "laboratory"}]}], "code": {"text": "Sodium"},
                 "subject": {"reference": "Patient/1"}, "effectiveDateTime": "2026-03-10T09:00:00+01:00",
                 "valueQuantity": {"value": %d, "unit": "mmol/L"}}}""".formatted(request, version, version, value);
    }

    private static String bundle(String type, String... entries) {
        return "{\"resourceType\": \"Bundle\", \"type\": \"%s\", \"total\": 1, \"link\": [{\"relation\": \"self\", \"url\": \"x\"}], \"entry\": [%s]}"
                .formatted(type, String.join(",", entries));
    }

    @Test
    void the_versions_of_a_history_are_recorded_oldest_first_and_a_deletion_is_named() throws Exception {
        String put = "\"request\": {\"method\": \"PUT\", \"url\": \"Observation/8\"},";
        String deletion =
                "{\"fullUrl\": \"http://ehr.example/fhir/Observation/9\", \"request\": {\"method\": \"DELETE\", \"url\": \"Observation/9\"}}";
        service.send(bundle(
                        "history", PATIENT, sodium(2, 141, put), deletion, sodium(3, 142, put), sodium(1, 140, put)))
                .andExpect(status().isOk())
                .andExpect(content().string(Matchers.containsString("PARC-0505")));

        assertThat(service.events(ResultIssued.class)).singleElement().satisfies(issued -> assertThat(
                        issued.observations().getFirst().value())
                .isEqualTo("140"));
        assertThat(service.events(ResultCorrected.class))
                .extracting(corrected -> corrected.observations().getFirst().value())
                .containsExactly("141", "142");
    }

    @Test
    void the_version_of_a_history_that_created_the_resource_is_a_version_of_it() throws Exception {
        String post = "\"request\": {\"method\": \"POST\", \"url\": \"Observation\"},";
        String put = "\"request\": {\"method\": \"PUT\", \"url\": \"Observation/8\"},";
        String history = bundle("history", PATIENT, sodium(2, 141, put), sodium(1, 140, post))
                .replace("\"fullUrl\": \"http://ehr.example/fhir/Observation/8\",", "")
                .replace("\"identifier\": [{\"system\": \"urn:oid:2.999.10.7\", \"value\": \"O8\"}],", "");
        service.send(history).andExpect(status().isOk());

        assertThat(service.events(ResultIssued.class)).hasSize(1);
        assertThat(service.events(ResultCorrected.class))
                .extracting(corrected -> corrected.observations().getFirst().value())
                .containsExactly("141");
    }

    @Test
    void a_search_set_is_recorded_and_its_outcome_is_kept() throws Exception {
        String outcome =
                "{\"search\": {\"mode\": \"outcome\", \"score\": 1}, \"resource\": {\"resourceType\": \"OperationOutcome\", \"issue\": [{\"severity\": \"warning\", \"code\": \"processing\"}]}}";
        service.send(bundle("searchset", sodium(1, 140, "\"search\": {\"mode\": \"match\"},"), PATIENT, outcome))
                .andExpect(status().isOk());

        assertThat(service.events(ResultIssued.class)).hasSize(1);
        long head = service.head();
        service.send(bundle("collection", sodium(1, 140, ""), PATIENT)).andExpect(status().isOk());
        assertThat(service.head()).isEqualTo(head);
    }

    @Test
    void an_element_of_a_bundle_or_an_entry_that_is_not_understood_is_named_in_the_answer() throws Exception {
        String condition =
                "\"request\": {\"method\": \"PUT\", \"url\": \"Observation/8\", \"ifModifiedSince\": \"2026-01-01T00:00:00Z\"},";
        service.send(bundle("batch", PATIENT, sodium(1, 140, condition)).replace("\"total\": 1", "\"totals\": 1"))
                .andExpect(status().isOk())
                .andExpect(content().string(Matchers.containsString("Bundle.entry[1].request.ifModifiedSince")))
                .andExpect(content().string(Matchers.containsString("Bundle.totals")));
    }

    @Test
    void a_new_version_of_a_document_replaces_it_and_a_resent_one_records_nothing() throws Exception {
        String first = document("DOC-1", "Premier texte", "");
        String second = document(
                "DOC-2",
                "Deuxième texte",
                "\"relatesTo\": [{\"code\": \"replaces\", \"targetIdentifier\": {\"system\": \"urn:oid:2.999.10.8\", \"value\": \"DOC-1\"}}],");
        service.send(first).andExpect(status().isOk());
        service.send(second).andExpect(status().isOk());

        assertThat(service.events(StepRecorded.class))
                .extracting(step -> step.step().value())
                .containsExactly("SET-1", "SET-1");
        long head = service.head();
        service.send(second.replace("\"type\": \"document\"", "\"type\":   \"document\""))
                .andExpect(status().isOk());
        assertThat(service.head()).isEqualTo(head);
    }

    @Test
    void an_observation_of_the_laboratory_is_not_repeated_by_the_document_that_contains_it() throws Exception {
        service.send(bundle("collection", PATIENT, sodium(1, 140, ""))).andExpect(status().isOk());
        service.send(document("DOC-1", "x", "").replaceFirst("]}$", ", " + sodium(1, 140, "") + "]}"))
                .andExpect(status().isOk());

        assertThat(service.events(ResultIssued.class)).hasSize(1);
        assertThat(service.events(StepRecorded.class)).hasSize(1);
    }

    @Test
    void a_document_without_a_subject_is_about_the_one_patient_that_it_contains() throws Exception {
        String subject = "\"subject\": {\"reference\": \"Patient/1\"}, ";
        String document = document("DOC-1", "x", "");
        service.send(document.replace(subject, "")).andExpect(status().isOk());
        assertThat(service.events(StepRecorded.class)).hasSize(1);

        String second = PATIENT.replace("Patient/1", "Patient/2")
                .replace("\"1\"", "\"2\"")
                .replace("\"search\": {\"mode\": \"include\"}, ", "");
        service.send(document.replace(subject, "").replace("DOC-1", "DOC-2").replaceFirst("]}$", ", " + second + "]}"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("its document contains several patients")));
        assertThat(service.events(StepRecorded.class)).hasSize(1);
    }

    private static String document(String number, String text, String relation) {
        return """
                {"resourceType": "Bundle", "type": "document", "identifier": {"system": "urn:oid:2.999.10.8", "value": "%s"},
                 "timestamp": "2026-03-12T09:00:00+01:00", "entry": [{"fullUrl": "http://ehr.example/fhir/Composition/5",
                 "resource": {"resourceType": "Composition", "id": "5", "status": "final", "title": "Synthèse", %s
                  "identifier": {"system": "urn:oid:2.999.10.8", "value": "SET-1"}, "type": {"text": "Synthèse"},
                  "subject": {"reference": "Patient/1"}, "date": "2026-03-12", "author": [{"display": "Dr Un"}],
                  "section": [{"title": "T", "text": {"status": "generated", "div": "<div>%s</div>"}}]}}, %s]}""".formatted(number, relation, text, PATIENT.replace("\"search\": {\"mode\": \"include\"}, ", ""));
    }
}
