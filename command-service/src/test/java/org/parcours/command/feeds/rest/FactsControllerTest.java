package org.parcours.command.feeds.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.http.RequestProperties;
import org.parcours.command.intake.cloudevents.CloudEventLimitProperties;
import org.parcours.command.intake.cloudevents.CloudEventParser;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.processing.FakeMessageRecorder;
import org.parcours.command.processing.FakeQuarantine;
import org.parcours.command.processing.TestPipeline;
import org.parcours.events.DataEntryMode;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.StepStatus;
import org.parcours.events.SurgeryEvent.SurgeryStarted;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.codec.EventCodec;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class FactsControllerTest {

    private static final String PATIENT = """
            "patient": {"identifiers": [{"system": "urn:oid:1.2.250.1.99", "value": "123", "type": "PI"}],
                        "name": {"family": "DURAND", "given": "ANNE"}, "birthDate": "1950-08-14", "sex": "F"}""";

    private static final String SURGERY_STARTED = """
            {"specversion": "1.0", "id": "E1", "source": "bloc", "type": "org.parcours.SurgeryStarted.v1",
             "data": {%s, "occurredAt": "2026-03-01T10:15:00+01:00",
                      "visit": {"number": {"system": "urn:oid:1.2.250.1.98", "value": "V1"}},
                      "surgery": {"system": "bloc", "value": "S1"}}}""".formatted(PATIENT);

    private final FakeMessageRecorder recorder = new FakeMessageRecorder();
    private final FakeQuarantine quarantine = new FakeQuarantine();
    private final FakeDocumentStore documents = new FakeDocumentStore();
    private MockMvc http = http(Map.of());

    @Test
    void a_fact_is_recorded() throws Exception {
        send(SURGERY_STARTED)
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$.length()").value(1))
                .andExpect(jsonPath("$[0].status").value("recorded"))
                .andExpect(jsonPath("$[0].position").value(1))
                .andExpect(jsonPath("$[0].id").isNotEmpty());

        assertThat(recorder.firstFact().event()).isInstanceOf(SurgeryStarted.class);
        assertThat(recorder.firstFact().occurredAt()).isEqualTo(OffsetDateTime.parse("2026-03-01T10:15:00+01:00"));
        assertThat(recorder.firstFact()
                        .visit()
                        .orElseThrow()
                        .number()
                        .orElseThrow()
                        .value())
                .isEqualTo("V1");
        assertThat(recorder.firstFact().patient().demographics().name().orElseThrow())
                .hasToString("DURAND ANNE");
        assertThat(recorder.onlyMessage().sender().application()).isEqualTo("bloc");
        assertThat(recorder.onlyMessage().messageId()).isEqualTo("E1");
    }

    @Test
    void the_same_fact_sent_again_is_a_duplicate() throws Exception {
        send(SURGERY_STARTED);
        String reformatted = SURGERY_STARTED
                .replaceAll("\\s+", " ")
                .replace("{\"specversion\"", "{\"time\": \"2026-03-02T00:00:00Z\", \"specversion\"");
        send(reformatted)
                .andExpect(status().isOk())
                .andExpect(jsonPath("$[0].status").value("duplicate"))
                .andExpect(jsonPath("$[0].position").value(1));
        assertThat(recorder.messages()).hasSize(1);
    }

    @Test
    void the_time_of_the_cloud_event_replaces_a_missing_occurredAt() throws Exception {
        send(SURGERY_STARTED
                        .replace("\"occurredAt\": \"2026-03-01T10:15:00+01:00\",", "")
                        .replace("\"id\"", "\"time\": \"2026-03-01T09:15:00Z\", \"id\""))
                .andExpect(status().isCreated());
        assertThat(recorder.firstFact().occurredAt()).isEqualTo(OffsetDateTime.parse("2026-03-01T09:15:00Z"));
    }

    @Test
    void the_visit_of_a_stay_event_is_the_visit_of_the_fact() throws Exception {
        send("""
                {"id": "E1", "source": "adt", "type": "org.parcours.PatientAdmitted.v2", "time": "2026-03-01T09:15:00Z",
                 "data": {%s, "visit": {"number": {"system": "v", "value": "V1"}, "patientClass": "I"},
                          "location": {"unit": "CARDIO"}}}""".formatted(PATIENT)).andExpect(status().isCreated());
        assertThat(((PatientAdmitted) recorder.firstFact().event())
                        .location()
                        .orElseThrow()
                        .unit())
                .isEqualTo("CARDIO");
        assertThat(recorder.firstFact().visit()).isPresent();
    }

    @Test
    void an_older_version_of_an_event_is_accepted() throws Exception {
        send("""
                {"id": "E1", "source": "adt", "type": "org.parcours.PatientAdmitted.v1", "time": "2026-03-01T09:15:00Z",
                 "data": {%s, "visit": {"number": {"system": "v", "value": "V1"}}, "unit": "CARDIO"}}""".formatted(PATIENT)).andExpect(status().isCreated());
        assertThat(((PatientAdmitted) recorder.firstFact().event())
                        .location()
                        .orElseThrow()
                        .unit())
                .isEqualTo("CARDIO");
    }

    @Test
    void an_identity_event_has_the_identifiers_and_demographics_of_its_patient_field() throws Exception {
        send("""
                {"id": "E1", "source": "mpi", "type": "org.parcours.PatientRegistered.v1", "time": "2026-03-01T09:15:00Z",
                 "data": {%s}}""".formatted(PATIENT)).andExpect(status().isCreated());
        send("""
                {"id": "E2", "source": "mpi", "type": "org.parcours.PatientIdentityUpdated.v1", "time": "2026-03-01T09:15:00Z",
                 "data": {%s}}""".formatted(PATIENT)).andExpect(status().isCreated());

        PatientRegistered registered = (PatientRegistered) recorder.events().getFirst();
        assertThat(registered.identifiers()).extracting("value").containsExactly("123");
        assertThat(registered.demographics().sex()).contains("F");
        assertThat(((PatientIdentityUpdated) recorder.events().getLast()).retired())
                .isEmpty();
    }

    @Test
    void a_back_entry_has_its_outage_and_its_author() throws Exception {
        send(SURGERY_STARTED.replace(
                        "\"surgery\"",
                        "\"entryMode\": \"BACK_ENTRY\", \"outage\": \"2026-03-01 network\", \"author\": \"nurse 12\", \"surgery\""))
                .andExpect(status().isCreated());
        assertThat(recorder.onlyMessage().declared().mode()).contains(DataEntryMode.BACK_ENTRY);
        assertThat(recorder.onlyMessage().declared().outage()).contains("2026-03-01 network");
        assertThat(recorder.onlyMessage().declared().author()).contains("nurse 12");
    }

    @Test
    void a_back_entry_without_its_outage_or_its_author_is_rejected() throws Exception {
        String backEntry = SURGERY_STARTED.replace("\"surgery\"", "\"entryMode\": \"BACK_ENTRY\", %s \"surgery\"");
        assertRejected(send(backEntry.formatted("\"author\": \"nurse 12\",")), "PARC-0120", "data.outage");
        assertRejected(send(backEntry.formatted("\"outage\": \"network\",")), "PARC-0120", "data.author");
    }

    @Test
    void a_step_of_the_catalogue_is_recorded() throws Exception {
        send(step("dialysis")).andExpect(status().isCreated());
        StepRecorded step = (StepRecorded) recorder.firstFact().event();
        assertThat(step.status()).isEqualTo(StepStatus.DONE);
    }

    @Test
    void a_step_of_an_unknown_kind_is_rejected_with_its_field() throws Exception {
        assertRejected(send(step("astrology")), "PARC-0113", "data.kind");
    }

    @Test
    void the_same_event_in_binary_mode_is_a_duplicate_of_the_one_in_structured_mode() throws Exception {
        send(SURGERY_STARTED);
        String data =
                SURGERY_STARTED.substring(SURGERY_STARTED.indexOf("\"data\": ") + 8, SURGERY_STARTED.length() - 1);
        http.perform(post("/api/facts")
                        .contentType("application/json")
                        .header("ce-specversion", "1.0")
                        .header("ce-id", "E1")
                        .header("ce-source", "bloc")
                        .header("ce-type", "org.parcours.SurgeryStarted.v1")
                        .content(data))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$[0].status").value("duplicate"));
    }

    @Test
    void the_bytes_of_an_event_are_stored_unchanged_with_unknown_fields() throws Exception {
        String fact = SURGERY_STARTED.replace("\"data\": {", "\"ward\": \"B\", \"data\":  {\"dose\": 2.50, ");
        send(fact).andExpect(status().isCreated());

        assertThat(storedText(recorder.onlyMessage())).isEqualTo(fact);
    }

    @Test
    void a_batch_is_stored_once_and_each_of_its_events_refers_to_it() throws Exception {
        String batch = "[" + SURGERY_STARTED + ",\n {\"id\": 7}, " + SURGERY_STARTED.replace("E1", "E2") + "]";
        send(batch, FactsController.BATCH_CONTENT_TYPE).andExpect(status().isCreated());

        assertThat(recorder.messages()).hasSize(2).allSatisfy(message -> assertThat(storedText(message))
                .isEqualTo(batch));
    }

    @Test
    void in_binary_mode_the_attributes_are_stored_with_the_data() throws Exception {
        String data = SURGERY_STARTED
                .substring(SURGERY_STARTED.indexOf("\"data\": ") + 8, SURGERY_STARTED.length() - 1)
                .replace("\"visit\"", "\"dose\": 2.50, \"visit\"");
        http.perform(post("/api/facts")
                        .contentType("application/json")
                        .header("ce-specversion", "1.0")
                        .header("ce-id", "E1")
                        .header("ce-source", "bloc")
                        .header("ce-type", "org.parcours.SurgeryStarted.v1")
                        .header("ce-ward", "B")
                        .content(data))
                .andExpect(status().isCreated());

        assertThat(storedText(recorder.onlyMessage())).contains("\"ward\":\"B\"", data);
    }

    private String storedText(ParsedMessage message) {
        return new String(documents.bytes(message.raw().orElseThrow()), StandardCharsets.UTF_8);
    }

    @Test
    void a_cloud_event_without_an_id_is_rejected() throws Exception {
        assertRejected(send(SURGERY_STARTED.replace("\"id\": \"E1\",", "")), "PARC-0103", "id");
    }

    @Test
    void an_unknown_type_is_rejected() throws Exception {
        assertRejected(send(SURGERY_STARTED.replace("SurgeryStarted.v1", "PatientTeleported.v1")), "PARC-0104", "type");
        assertRejected(send(SURGERY_STARTED.replace("SurgeryStarted.v1", "SurgeryStarted.v9")), "PARC-0104", "type");
        assertRejected(
                send(SURGERY_STARTED.replace("org.parcours.SurgeryStarted.v1", "kind of blue")), "PARC-0104", "type");
    }

    @Test
    void a_fact_without_a_patient_is_rejected() throws Exception {
        assertRejected(send(SURGERY_STARTED.replace("\"patient\"", "\"client\"")), "PARC-0110", "data.patient");
        assertRejected(send(SURGERY_STARTED.replaceAll("\\[\\{[^]]*]", "[]")), "PARC-0110", "data.patient.identifiers");
    }

    @Test
    void an_INS_is_evidence_only_where_the_identity_is_validated() throws Exception {
        String ins = "{\"system\": \"urn:oid:1.2.250.1.213.1.4.8\", \"value\": \"258047511234567\"}";
        String withInsOnly = SURGERY_STARTED.replaceAll("\\[\\{[^]]*]", "[" + ins + "]");
        assertRejected(send(withInsOnly), "PARC-0119", "data.patient.identityStatus");
        assertRejected(
                send(withInsOnly.replace("\"name\"", "\"identityStatus\": \"PROV\", \"name\"")),
                "PARC-0119",
                "data.patient.identityStatus");

        send(withInsOnly.replace("\"name\"", "\"identityStatus\": \"VALI\", \"name\""))
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$[0].ignored").doesNotExist());
        assertThat(recorder.firstFact().patient().identifiers())
                .extracting("value")
                .containsExactly("258047511234567");
    }

    @Test
    void an_INS_that_is_not_validated_is_ignored_beside_another_identifier_and_listed_in_the_response()
            throws Exception {
        String ins = "{\"system\": \"other\", \"value\": \"258047511234567\", \"type\": \"INS\"}";
        send(SURGERY_STARTED.replace("\"identifiers\": [", "\"identifiers\": [" + ins + ", "))
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$[0].ignored[0]").value("data.patient.identifiers[0]"));
        assertThat(recorder.firstFact().patient().identifiers())
                .extracting("value")
                .containsExactly("123");
    }

    @Test
    void a_time_outside_the_supported_years_is_rejected_in_every_field() throws Exception {
        String far = "+999999999-12-31T23:59:59Z";
        assertRejected(send(SURGERY_STARTED.replace("2026-03-01T10:15:00+01:00", far)), "PARC-0112", "data.occurredAt");
        assertRejected(
                send(SURGERY_STARTED.replace("2026-03-01T10:15:00+01:00", "0001-01-01T00:00:00+01:00")),
                "PARC-0112",
                "data.occurredAt");
        String booked = """
                {"id": "E1", "source": "rdv", "type": "org.parcours.AppointmentBooked.v1", "time": "2026-03-01T09:15:00Z",
                 "data": {%s, "appointment": {"system": "rdv", "value": "1"}, "plannedStart": "%s"}}""";
        assertRejected(send(booked.formatted(PATIENT, "+300000000-01-01T00:00:00Z")), "PARC-0109", "data.plannedStart");
        assertRejected(
                send(SURGERY_STARTED.replace("1950-08-14", "+999999999-08-14")), "PARC-0109", "data.patient.birthDate");
        send(booked.formatted(PATIENT, "9999-12-31T23:59:59Z")).andExpect(status().isCreated());
    }

    @Test
    void a_null_inside_an_array_or_a_map_is_rejected_with_its_field() throws Exception {
        assertRejected(
                send(SURGERY_STARTED.replace("\"identifiers\": [", "\"identifiers\": [null, ")),
                "PARC-0109",
                "data.patient.identifiers[0]");
        assertRejected(
                send(step("dialysis").replace("\"status\"", "\"details\": {\"poste\": null}, \"status\"")),
                "PARC-0109",
                "data.details.poste");
    }

    @Test
    void a_missing_field_of_an_event_is_rejected_with_its_name() throws Exception {
        assertRejected(send(SURGERY_STARTED.replace("\"surgery\"", "\"operation\"")), "PARC-0109", "data.surgery");
    }

    @Test
    void a_rejection_does_not_quote_the_document() throws Exception {
        String response = send(SURGERY_STARTED.replace("\"1950-08-14\"", "\"DURAND\""))
                .andExpect(status().isUnprocessableContent())
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(response).contains("data.patient.birthDate").doesNotContain("DURAND");
        assertThat(quarantine.only().reason()).doesNotContain("DURAND");
    }

    @Test
    void an_event_with_ten_thousand_fields_is_rejected() throws Exception {
        String fields =
                IntStream.range(0, 10_000).mapToObj(i -> "\"f" + i + "\": 1").collect(Collectors.joining(","));
        assertRejected(send(SURGERY_STARTED.replace("\"surgery\"", fields + ", \"surgery\"")), "PARC-0105", "data");
    }

    @Test
    void a_deeply_nested_document_is_rejected() throws Exception {
        assertRejected(send("{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)), "PARC-0106", "data");
    }

    @Test
    void a_body_that_is_not_json_is_rejected_and_kept_unchanged() throws Exception {
        assertRejected(send("MSH|^~\\&|"), "PARC-0101", "");
        assertThat(new String(quarantine.only().raw(), StandardCharsets.UTF_8)).isEqualTo("MSH|^~\\&|");
    }

    @Test
    void a_duplicate_field_is_rejected() throws Exception {
        assertRejected(send(SURGERY_STARTED.replace("\"id\"", "\"id\": \"E0\", \"id\"")), "PARC-0101", "");
    }

    @Test
    void a_batch_with_invalid_events_records_the_others() throws Exception {
        String withoutId = SURGERY_STARTED.replace("\"id\": \"E1\",", "");
        send(
                        "[" + SURGERY_STARTED + "," + withoutId + "," + SURGERY_STARTED.replace("E1", "E3") + ",17]",
                        FactsController.BATCH_CONTENT_TYPE)
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$.length()").value(4))
                .andExpect(jsonPath("$[0].status").value("recorded"))
                .andExpect(jsonPath("$[1].status").value("rejected"))
                .andExpect(jsonPath("$[1].problem.code").value("PARC-0103"))
                .andExpect(jsonPath("$[1].problem.field").value("id"))
                .andExpect(jsonPath("$[1].problem.quarantine").isNotEmpty())
                .andExpect(jsonPath("$[2].status").value("recorded"))
                .andExpect(jsonPath("$[2].position").value(2))
                .andExpect(jsonPath("$[3].problem.code").value("PARC-0102"));
        assertThat(recorder.messages()).hasSize(2);
        assertThat(quarantine.all()).hasSize(2);
        assertThat(quarantine.all().getFirst().sender()).isEqualTo("bloc");
    }

    @Test
    void a_batch_that_is_too_long_or_empty_is_rejected() throws Exception {
        http = http(Map.of("parcours.http.max-batch", "2"));
        assertRejected(
                send("[" + SURGERY_STARTED + "," + SURGERY_STARTED + "," + SURGERY_STARTED + "]"), "PARC-0107", "[]");
        assertRejected(send("[]"), "PARC-0108", "[]");
        assertThat(recorder.messages()).isEmpty();
    }

    @Test
    void a_request_that_is_too_large_gets_413() throws Exception {
        http = http(Map.of("parcours.http.max-body", "1KB"));
        send(SURGERY_STARTED.replace("E1", "E".repeat(2_000)))
                .andExpect(status().isContentTooLarge())
                .andExpect(jsonPath("$.code").value("PARC-0116"));
    }

    @Test
    void a_request_beyond_those_in_progress_gets_503_with_retry_after_and_is_accepted_later() throws Exception {
        http = http(Map.of("parcours.http.max-concurrent", "1"));
        recorder.delayMillis(500);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = clients.submit(() -> send(SURGERY_STARTED).andExpect(status().isCreated()));
            await().untilAsserted(() -> send(SURGERY_STARTED)
                    .andExpect(status().isServiceUnavailable())
                    .andExpect(content().contentType("application/problem+json"))
                    .andExpect(header().string("Retry-After", "5"))
                    .andExpect(jsonPath("$.code").value("PARC-0117")));
            first.get();
        }
        send(SURGERY_STARTED).andExpect(status().isOk());
    }

    @Test
    void a_fact_that_does_not_fit_into_one_commit_is_rejected() throws Exception {
        recorder.rejectEverythingAsTooLarge();
        assertRejected(send(SURGERY_STARTED), "PARC-0401", "");
    }

    @Test
    void while_the_log_is_unavailable_the_response_is_503_with_retry_after() throws Exception {
        recorder.becomeUnavailable();
        send(SURGERY_STARTED)
                .andExpect(status().isServiceUnavailable())
                .andExpect(header().string("Retry-After", "5"))
                .andExpect(jsonPath("$.code").value("PARC-0117"));
        recorder.becomeAvailable();
        send(SURGERY_STARTED).andExpect(status().isCreated());
    }

    @Test
    void while_the_quarantine_is_unavailable_the_response_is_503() throws Exception {
        quarantine.breakDown();
        send("nonsense").andExpect(status().isServiceUnavailable());
    }

    private void assertRejected(ResultActions response, String code, String field) throws Exception {
        response.andExpect(status().isUnprocessableContent())
                .andExpect(content().contentType("application/problem+json"))
                .andExpect(jsonPath("$.code").value(code))
                .andExpect(jsonPath("$.field").value(field))
                .andExpect(jsonPath("$.type").value(containsString(code)))
                .andExpect(jsonPath("$.detail").isNotEmpty())
                .andExpect(jsonPath("$.quarantine").isNotEmpty());
        assertThat(quarantine.all().getLast().code()).isEqualTo(code);
        assertThat(recorder.messages()).isEmpty();
    }

    private ResultActions send(String body) throws Exception {
        return send(body, CloudEventParser.CONTENT_TYPE);
    }

    private ResultActions send(String body, String contentType) throws Exception {
        return http.perform(post("/api/facts").contentType(contentType).content(body));
    }

    private static String step(String kind) {
        return """
                {"id": "E1", "source": "dialysis", "type": "org.parcours.StepRecorded.v1", "time": "2026-03-01T09:15:00Z",
                 "data": {%s, "kind": "%s", "step": {"system": "d", "value": "1"}, "status": "DONE"}}""".formatted(PATIENT, kind);
    }

    private static final RequestProperties TIMES = new RequestProperties(Duration.ofSeconds(30), Duration.ofMillis(50));

    private MockMvc http(Map<String, String> properties) {
        CloudEventLimitProperties limits = new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("parcours.http", CloudEventLimitProperties.class);
        CloudEventParser parser = new CloudEventParser(
                new EventCodec(), StepCatalogue.standard(), limits, Clock.systemUTC(), "rest", documents);
        return MockMvcBuilders.standaloneSetup(
                        new FactsController(parser, TestPipeline.processor(recorder, quarantine), limits, TIMES))
                .build();
    }
}
