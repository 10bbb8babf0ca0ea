package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.feeds.fhir.FhirBundleTest.bundle;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.file.Path;
import java.util.List;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.message.FactEffect;
import org.parcours.command.processing.FactReceipt;
import org.springframework.test.web.servlet.ResultMatcher;

/** The answer says of each entry what became of it, and never that something is recorded which is not. */
class EntryAnswerTest {

    private static final String PATIENT = """
            {"fullUrl": "http://ehr.example/fhir/Patient/p1", "resource": {"resourceType": "Patient", "id": "p1",
              "identifier": [{"system": "urn:oid:2.999.10.1", "value": "12"}], "name": [{"family": "ESSAI"}]}}""";

    private static final String STEP = """
            {"fullUrl": "http://ehr.example/fhir/Procedure/s1", "resource": {"resourceType": "Procedure", "id": "s1",
              "status": "completed", "code": {"text": "Lever"}, "performedDateTime": "2026-03-02T10:00:00+01:00",
              "subject": {"reference": "Patient/p1"}}}""";

    private static final String OTHER_STEP = STEP.replace("s1", "s2").replace("Lever", "Marche");
    private static final String CLAIM = "{\"resource\": {\"resourceType\": \"Claim\", \"id\": \"c1\"}}";
    private static final String WITHOUT_SUBJECT = """
            {"resource": {"resourceType": "Procedure", "status": "completed", "code": {"text": "Lever"}}}""";

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

    @Test
    void each_entry_names_its_own_events() throws Exception {
        fhir.send(bundle("collection", STEP, CLAIM, WITHOUT_SUBJECT, PATIENT))
                .andExpect(status().isOk())
                .andExpect(answer(0, "201 Created", "recorded at position 2"))
                .andExpect(answer(1, "200 OK", "kept and not tracked: "))
                .andExpect(answer(2, "422 Unprocessable Entity", "this element is required"))
                .andExpect(answer(3, "201 Created", "recorded at position 1"));
    }

    @Test
    void what_was_recorded_before_is_a_duplicate_beside_what_is_new() throws Exception {
        fhir.send(bundle("collection", PATIENT, STEP));

        fhir.send(bundle("collection", PATIENT, STEP, OTHER_STEP))
                .andExpect(answer(0, "200 OK", "duplicate: recorded before"))
                .andExpect(answer(1, "200 OK", "duplicate: recorded before at 2"))
                .andExpect(answer(2, "201 Created", "recorded at position 3"));
    }

    @Test
    void a_stay_that_moves_to_another_patient_is_no_duplicate() throws Exception {
        String stay = """
                {"resourceType": "Encounter", "id": "e1", "status": "in-progress", "class": {"code": "IMP"},
                 "period": {"start": "2026-03-02T10:00:00+01:00"}, "subject": {"reference": "Patient/%s"}}""";
        fhir.put("Encounter/e1", stay.formatted("p1"));

        long before = fhir.head();
        fhir.put("Encounter/e1", stay.formatted("p2"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.issue[0].diagnostics", Matchers.startsWith("recorded at position")));
        assertThat(fhir.head()).isGreaterThan(before);
        fhir.put("Encounter/e1", stay.formatted("p2"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.issue[0].diagnostics", Matchers.startsWith("duplicate: recorded before")));
    }

    @Test
    void an_older_version_and_a_withdrawal_of_nothing_are_not_called_recorded() {
        ReceiptEffects effects = new ReceiptEffects(
                List.of(
                        new FactReceipt(0, FactEffect.OLDER_VERSION, List.of()),
                        new FactReceipt(1, FactEffect.NOTHING_TO_WITHDRAW, List.of())),
                new ProcessedEntry.Recorded(List.of(1L)));

        assertThat(List.of(effects.of(List.of(0)), effects.of(List.of(1))))
                .allSatisfy(effect -> assertThat(effect).isInstanceOf(ProcessedEntry.NothingRecorded.class));
    }

    @Test
    void the_same_bundle_again_is_a_duplicate_in_every_entry() throws Exception {
        fhir.send(bundle("collection", PATIENT, STEP));
        fhir.send(bundle("collection", PATIENT, STEP))
                .andExpect(answer(0, "200 OK", "duplicate: recorded before"))
                .andExpect(answer(1, "200 OK", "duplicate: recorded before"));
    }

    @Test
    void an_observation_in_a_report_is_recorded_as_a_part_of_it() throws Exception {
        String report = """
                {"fullUrl": "http://ehr.example/fhir/DiagnosticReport/r1", "resource": {"resourceType": "DiagnosticReport",
                  "id": "r1", "status": "final", "code": {"text": "Iono"}, "subject": {"reference": "Patient/p1"},
                  "issued": "2026-03-02T10:00:00+01:00", "result": [{"reference": "Observation/o1"}]}}""";
        String observation = """
                {"fullUrl": "http://ehr.example/fhir/Observation/o1", "resource": {"resourceType": "Observation",
                  "id": "o1", "status": "final", "code": {"text": "Sodium"}, "subject": {"reference": "Patient/p1"},
                  "valueQuantity": {"value": 140, "unit": "mmol/l"}, "nmae": "x"}}""";

        fhir.send(bundle("collection", PATIENT, observation, report))
                .andExpect(answer(1, "201 Created", "as a part of Bundle.entry[2].resource"))
                .andExpect(jsonPath("$.entry[1].response.outcome.issue[1].severity")
                        .value("warning"))
                .andExpect(jsonPath("$.entry[1].response.outcome.issue[*].expression[0]")
                        .value(Matchers.hasItem("Bundle.entry[1].resource.nmae")));
    }

    private static ResultMatcher answer(int entry, String status, String diagnostics) {
        String response = "$.entry[" + entry + "].response";
        return result -> {
            jsonPath(response + ".status").value(status).match(result);
            jsonPath(response + ".outcome.issue[0].diagnostics")
                    .value(Matchers.containsString(diagnostics))
                    .match(result);
        };
    }
}
