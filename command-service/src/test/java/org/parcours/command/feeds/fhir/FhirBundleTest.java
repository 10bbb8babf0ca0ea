package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.StayEvent.PatientDischarged;

/** How Bundles are recorded, and the responses to them. */
class FhirBundleTest {

    private static final String PATIENT = """
            {"fullUrl": "urn:uuid:11111111-1111-4111-8111-111111111111",
             "resource": {"resourceType": "Patient", "id": "p1",
               "identifier": [{"system": "urn:oid:2.999.10.1", "value": "12"}],
               "name": [{"family": "ESSAI", "given": ["Paul"]}], "gender": "male", "birthDate": "1950-08-14"},
             "request": {"method": "PUT", "url": "Patient/p1"}}""";

    private static final String ENCOUNTER = """
            {"fullUrl": "urn:uuid:22222222-2222-4222-8222-222222222222",
             "resource": {"resourceType": "Encounter", "id": "e1", "status": "finished",
               "identifier": [{"system": "urn:oid:2.999.10.2", "value": "V1"}],
               "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP"},
               "subject": {"reference": "urn:uuid:11111111-1111-4111-8111-111111111111"},
               "period": {"start": "2026-03-01T08:00:00+01:00", "end": "2026-03-03T10:00:00+01:00"},
               "location": [{"location": {"display": "CARDIO"}}]},
             "request": {"method": "PUT", "url": "Encounter/e1"}}""";

    private static final String CLAIM = """
            {"resource": {"resourceType": "Claim", "id": "c1"}, "request": {"method": "POST", "url": "Claim"}}""";

    private static final String PROCEDURE_WITHOUT_SUBJECT = """
            {"resource": {"resourceType": "Procedure", "status": "completed", "code": {"text": "Lever"}},
             "request": {"method": "POST", "url": "Procedure"}}""";

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
    void a_transaction_is_recorded_and_the_response_has_a_result_for_each_entry() throws Exception {
        fhir.send(bundle("transaction", PATIENT, ENCOUNTER, CLAIM))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.type").value("transaction-response"))
                .andExpect(jsonPath("$.entry.length()").value(3))
                .andExpect(jsonPath("$.entry[0].response.status").value("201 Created"))
                .andExpect(jsonPath("$.entry[1].response.location").value("Encounter/e1"))
                .andExpect(jsonPath("$.entry[2].response.status").value("200 OK"))
                .andExpect(jsonPath("$.entry[2].response.outcome.issue[0].severity")
                        .value("information"));

        assertThat(fhir.recorded().stream()
                        .map(event -> event.event().getClass().getSimpleName()))
                .containsExactly("PatientRegistered", "PatientAdmitted", "PatientDischarged");
        assertThat(fhir.events(PatientAdmitted.class)
                        .getFirst()
                        .location()
                        .orElseThrow()
                        .unit())
                .isEqualTo("CARDIO");
        assertThat(fhir.recorded())
                .allSatisfy(event -> assertThat(event.anomalies()).isEmpty());
    }

    @Test
    void every_event_of_a_bundle_refers_to_the_bytes_of_the_bundle() throws Exception {
        String bundle = bundle("transaction", PATIENT, ENCOUNTER);
        fhir.send(bundle);

        assertThat(fhir.recorded()).hasSize(3).allSatisfy(event -> assertThat(
                        fhir.document(event.reporter().raw().orElseThrow())
                                .orElseThrow()
                                .bytes())
                .isEqualTo(bundle.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void the_same_bundle_sent_again_records_nothing() throws Exception {
        fhir.send(bundle("transaction", PATIENT, ENCOUNTER));
        long head = fhir.head();

        fhir.send(bundle("transaction", PATIENT, ENCOUNTER))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.entry[0].response.status").value("200 OK"));

        assertThat(fhir.head()).isEqualTo(head);
    }

    @Test
    void an_unchanged_resource_in_another_bundle_records_nothing() throws Exception {
        fhir.send(bundle("transaction", PATIENT, ENCOUNTER));
        long head = fhir.head();

        fhir.send(bundle("batch", CLAIM, PATIENT, ENCOUNTER))
                .andExpect(jsonPath("$.entry[1].response.status").value("200 OK"));

        assertThat(fhir.head()).isEqualTo(head);
    }

    @Test
    void a_changed_resource_is_recorded_as_a_correction() throws Exception {
        fhir.send(bundle("transaction", PATIENT, ENCOUNTER));
        fhir.send(bundle("transaction", PATIENT, ENCOUNTER.replace("03T10:00", "04T11:00")));

        var discharges = fhir.recorded().stream()
                .filter(event -> event.event() instanceof PatientDischarged)
                .toList();
        assertThat(discharges).hasSize(2);
        assertThat(discharges.get(1).corrects()).contains(discharges.get(0).id());
        assertThat(discharges.get(1).anomalies()).isEmpty();
        assertThat(fhir.head()).isEqualTo(4);
    }

    @Test
    void the_valid_entries_of_a_batch_are_recorded_and_the_invalid_one_is_quarantined() throws Exception {
        fhir.send(bundle("batch", PATIENT, PROCEDURE_WITHOUT_SUBJECT, ENCOUNTER))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.type").value("batch-response"))
                .andExpect(jsonPath("$.entry[0].response.status").value("201 Created"))
                .andExpect(jsonPath("$.entry[1].response.status").value("422 Unprocessable Entity"))
                .andExpect(jsonPath("$.entry[1].response.outcome.issue[0].expression[0]")
                        .value("Bundle.entry[1].resource.subject"))
                .andExpect(jsonPath("$.entry[1].response.outcome.issue[0].extension[0].valueUuid")
                        .isNotEmpty());

        assertThat(fhir.head()).isEqualTo(3);
        assertThat(fhir.quarantine().only().code()).isEqualTo("PARC-0508");
        assertThat(new String(fhir.quarantine().only().raw(), StandardCharsets.UTF_8))
                .contains("Lever", "ESSAI")
                .doesNotContain("CARDIO");
    }

    @Test
    void a_transaction_with_an_invalid_entry_records_nothing() throws Exception {
        fhir.send(bundle("transaction", PATIENT, PROCEDURE_WITHOUT_SUBJECT, ENCOUNTER))
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.resourceType").value("OperationOutcome"))
                .andExpect(jsonPath("$.issue[0].details.coding[0].code").value("PARC-0508"))
                .andExpect(jsonPath("$.issue[0].expression[0]").value("Bundle.entry[1].resource.subject"))
                .andExpect(jsonPath("$.issue[0].extension[0].valueUuid").isNotEmpty());

        assertThat(fhir.head()).isZero();
        assertThat(fhir.quarantine().all()).hasSize(1);
    }

    @Test
    void while_the_log_is_unavailable_the_response_is_503_with_retry_after() throws Exception {
        fhir.makeLogUnavailable();
        fhir.send(bundle("transaction", PATIENT))
                .andExpect(status().isServiceUnavailable())
                .andExpect(header().string("Retry-After", "5"))
                .andExpect(jsonPath("$.issue[0].code").value("transient"));
    }

    @Test
    void a_bundle_of_several_commits_is_recorded_completely_and_once() throws Exception {
        fhir.configure(Map.of("parcours.fhir.facts-per-commit", "2"));
        fhir.send(bundle("transaction", PATIENT, ENCOUNTER, result("r1"), result("r2"), result("r3")))
                .andExpect(status().isOk());
        fhir.send(bundle("transaction", PATIENT, ENCOUNTER, result("r1"), result("r2"), result("r3")))
                .andExpect(jsonPath("$.entry[4].response.status").value("200 OK"));

        assertThat(fhir.head()).isEqualTo(6);
        assertThat(fhir.events(ResultIssued.class)).hasSize(3);
        assertThat(fhir.recorded().stream().map(Envelope::subject).distinct()).hasSize(1);
        assertThat(fhir.recorded())
                .allSatisfy(event -> assertThat(event.anomalies()).isEmpty());
    }

    @Test
    void a_message_bundle_gets_one_response_for_the_whole_message() throws Exception {
        String head = """
                {"resource": {"resourceType": "MessageHeader", "id": "m1", "eventUri": "urn:x:admit",
                              "source": {"name": "GAM", "endpoint": "http://gam.example"}}}""";
        fhir.http()
                .perform(post("/fhir")
                        .contentType("application/fhir+json")
                        .content(bundle("message", head, PATIENT)
                                .replace("\"type\"", "\"identifier\": {\"value\": \"42\"}, \"type\"")))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.type").value("message"))
                .andExpect(jsonPath("$.entry[0].resource.response.code").value("ok"))
                .andExpect(jsonPath("$.entry[0].resource.response.identifier").value("m1"));

        assertThat(fhir.recorded().getFirst().reporter().application()).isEqualTo("GAM");
        assertThat(fhir.recorded().getFirst().reporter().messageId()).isEqualTo("42");
    }

    @Test
    void a_resource_that_refers_to_its_patient_by_id_is_recorded_for_that_patient() throws Exception {
        fhir.send(bundle("transaction", PATIENT));
        fhir.put("Observation/o1", """
                {"resourceType": "Observation", "id": "o1", "status": "final", "code": {"text": "Poids"},
                 "subject": {"reference": "Patient/p1"}, "effectiveDateTime": "2026-03-01T09:00:00+01:00",
                 "valueQuantity": {"value": 71.5, "unit": "kg"}}""").andExpect(status().isCreated());

        assertThat(fhir.recorded().stream().map(Envelope::subject).distinct()).hasSize(1);
        assertThat(fhir.events(PatientRegistered.class)).hasSize(1);
        assertThat(fhir.events(PatientIdentityUpdated.class)).isEmpty();
    }

    @Test
    void an_id_of_an_unknown_sender_is_rejected() throws Exception {
        fhir.http()
                .perform(post("/fhir/Patient")
                        .contentType("application/fhir+json")
                        .content("{\"resourceType\": \"Patient\", \"id\": \"1\"}"))
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.issue[0].details.coding[0].code").value("PARC-0510"));
    }

    @Test
    void a_uuid_of_an_unknown_sender_is_accepted() throws Exception {
        String transaction = bundle(
                "transaction",
                PATIENT.replace("\"id\": \"p1\"", "\"id\": \"11111111-1111-4111-8111-111111111111\""),
                """
                {"resource": {"resourceType": "Procedure", "id": "33333333-3333-4333-8333-333333333333", "status": "completed",
                   "code": {"text": "Lever"}, "performedDateTime": "2026-03-02T10:00:00+01:00",
                   "subject": {"reference": "urn:uuid:11111111-1111-4111-8111-111111111111"}},
                 "request": {"method": "PUT", "url": "Procedure/33333333-3333-4333-8333-333333333333"}}""");

        fhir.http()
                .perform(post("/fhir").contentType("application/fhir+json").content(transaction))
                .andExpect(status().isOk());

        assertThat(fhir.events(StepRecorded.class)).singleElement().satisfies(step -> assertThat(step.step())
                .isEqualTo(Identifier.of("urn:ietf:rfc:3986", "urn:uuid:33333333-3333-4333-8333-333333333333")));
    }

    @Test
    void a_bundle_with_an_invalid_timestamp_is_rejected_with_its_path() throws Exception {
        fhir.send(bundle("transaction", PATIENT).replaceFirst("\\{", "{\"timestamp\": \"2026-03-01T10:00:true\", "))
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.issue[0].details.coding[0].code").value("PARC-0512"))
                .andExpect(jsonPath("$.issue[0].expression[0]").value("Bundle.timestamp"));
    }

    @Test
    void a_body_that_is_not_fhir_is_rejected_and_kept() throws Exception {
        for (String notFhir :
                new String[] {"", "{", "[]", "{\"a\": 1}", "MSH|^~\\&|", "<a/>", "{\"resourceType\": \"Nonsense\"}"}) {
            fhir.send(notFhir)
                    .andExpect(status().isBadRequest())
                    .andExpect(jsonPath("$.issue[0].details.coding[0].code").value("PARC-0501"));
        }
        assertThat(fhir.quarantine().all()).hasSize(7);
        assertThat(fhir.head()).isZero();
    }

    @Test
    void an_invalid_value_is_rejected_with_its_path() throws Exception {
        fhir.send(bundle("batch", PATIENT.replace("1950-08-14", "14/08/1950"), CLAIM))
                .andExpect(jsonPath("$.entry[0].response.outcome.issue[0].details.coding[0].code")
                        .value("PARC-0512"))
                .andExpect(jsonPath("$.entry[0].response.outcome.issue[0].expression[0]")
                        .value("Bundle.entry[0].resource.birthDate"));
    }

    @Test
    void a_url_that_names_another_resource_than_the_body_is_rejected() throws Exception {
        String patient = "{\"resourceType\": \"Patient\", \"id\": \"p1\"}";
        fhir.put("Patient/p2", patient)
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.issue[0].details.coding[0].code").value("PARC-0507"));
        fhir.put("Patient/p1", patient).andExpect(status().isCreated());
    }

    @Test
    void an_xml_bundle_is_recorded_and_gets_an_xml_response() throws Exception {
        fhir.http()
                .perform(post("/fhir?source=EHR").accept("application/fhir+xml").content("""
                        <Bundle xmlns="http://hl7.org/fhir"><type value="transaction"/><entry><resource>
                          <Patient><id value="p1"/><name><family value="ESSAI"/></name></Patient></resource>
                          <request><method value="PUT"/><url value="Patient/p1"/></request></entry></Bundle>"""))
                .andExpect(status().isOk())
                .andExpect(header().string("Content-Type", "application/fhir+xml;charset=utf-8"));

        assertThat(fhir.events(PatientRegistered.class)).hasSize(1);
    }

    @Test
    void the_capability_statement_is_served() throws Exception {
        fhir.http()
                .perform(get("/fhir/metadata"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.resourceType").value("CapabilityStatement"))
                .andExpect(jsonPath("$.fhirVersion").value("4.0.1"));
    }

    static String bundle(String type, String... entries) {
        return "{\"resourceType\": \"Bundle\", \"type\": \"" + type + "\", \"entry\": [" + String.join(",", entries)
                + "]}";
    }

    private static String result(String id) {
        return """
                {"resource": {"resourceType": "DiagnosticReport", "id": "%s", "status": "final",
                  "code": {"text": "Hémogramme"}, "subject": {"reference": "Patient?identifier=urn:oid:2.999.10.1|12"},
                  "encounter": {"reference": "Encounter/e1"}, "issued": "2026-03-01T11:00:00+01:00"},
                 "request": {"method": "PUT", "url": "DiagnosticReport/%s"}}""".formatted(id, id);
    }
}
