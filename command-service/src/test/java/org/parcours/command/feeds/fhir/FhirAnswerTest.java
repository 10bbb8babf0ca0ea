package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.feeds.fhir.FhirBundleTest.bundle;
import static org.parcours.command.feeds.fhir.FhirErrorsTest.PATIENT;
import static org.parcours.command.feeds.fhir.FhirErrorsTest.assertOutcome;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.message.Fact;

/** The headers of requests, and the answers to them. */
class FhirAnswerTest {

    private static final String VERSIONED = PATIENT.replace(
            "\"id\": \"1\",",
            "\"id\": \"1\", \"meta\": {\"versionId\": \"7\", \"lastUpdated\": \"2026-03-01T08:00:00+01:00\"},");

    private static FhirHttpServer server;

    @BeforeAll
    static void start() {
        server = new FhirHttpServer();
    }

    @BeforeEach
    void clear() {
        server.clear();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void the_answer_says_where_the_resource_is_and_which_version_was_recorded() throws Exception {
        HttpResponse<String> response = put("/fhir/Patient/1?source=EHR", VERSIONED);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(header(response, "Location"))
                .isEqualTo("http://127.0.0.1:" + server.port() + "/fhir/Patient/1/_history/7");
        assertThat(header(response, "ETag")).isEqualTo("W/\"7\"");
        assertThat(header(response, "Last-Modified")).isEqualTo("Sun, 1 Mar 2026 07:00:00 GMT");
        assertThat(response.body()).contains("recorded at position 1");
    }

    @Test
    void a_resource_without_a_version_or_an_id_has_what_is_known() throws Exception {
        assertThat(header(put("/fhir/Patient/1?source=EHR", PATIENT), "Location"))
                .endsWith("/fhir/Patient/1");
        assertThat(put("/fhir/Patient/1?source=EHR", PATIENT).headers().firstValue("ETag"))
                .isEmpty();
        assertThat(server.post("/fhir/Patient?source=EHR", PATIENT.replace("\"id\": \"1\",", ""))
                        .headers()
                        .firstValue("Location"))
                .isEmpty();
    }

    @Test
    void the_client_chooses_what_the_answer_contains() throws Exception {
        assertThat(server.post("/fhir/Patient?source=EHR", PATIENT, "Prefer", "return=minimal")
                        .body())
                .isEmpty();
        assertThat(server.post("/fhir/Patient?source=EHR", PATIENT, "Prefer", "return=representation")
                        .body())
                .contains("\"resourceType\":\"Patient\"", "ESSAI");
        assertThat(server.post("/fhir/Patient?source=EHR", PATIENT, "Prefer", "respond-async, return=OperationOutcome")
                        .body())
                .contains("\"resourceType\":\"OperationOutcome\"");
        assertThat(server.post("/fhir/Patient?source=EHR", "{}", "Prefer", "return=minimal")
                        .body())
                .as("an error is always explained")
                .contains("OperationOutcome");
    }

    @Test
    void the_representation_has_the_requested_format() throws Exception {
        assertThat(server.post(
                                "/fhir/Patient?source=EHR",
                                PATIENT,
                                "Prefer",
                                "return=representation",
                                "Accept",
                                "application/fhir+xml")
                        .body())
                .startsWith("<Patient");
    }

    @Test
    void elements_that_are_not_used_are_named_in_the_answer() throws Exception {
        HttpResponse<String> response = server.post(
                "/fhir/Patient?source=EHR",
                PATIENT.replace("\"id\"", "\"meta\": {\"security\": [{\"code\": \"x\"}]}, \"nmae\": \"y\", \"id\""));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body())
                .contains("\"warning\"", "Patient.meta", "Patient.nmae", "FHIR R4 has no such element");
    }

    @Test
    void a_conditional_update_finds_the_patient_by_the_identifier_of_the_url() throws Exception {
        String withoutIdentifier = "{\"resourceType\": \"Patient\", \"name\": [{\"family\": \"ESSAI\"}]}";
        HttpResponse<String> response =
                put("/fhir/Patient?source=EHR&identifier=urn%3Aoid%3A2.999.10.1%7C12", withoutIdentifier);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(recordedText()).contains("2.999.10.1", "value=12");
    }

    @Test
    void a_conditional_create_finds_the_patient_by_the_identifier_of_the_header() throws Exception {
        String withoutIdentifier = "{\"resourceType\": \"Patient\", \"name\": [{\"family\": \"ESSAI\"}]}";
        HttpResponse<String> response = server.post(
                "/fhir/Patient?source=EHR", withoutIdentifier, "If-None-Exist", "identifier=urn:oid:2.999.10.1|12");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(recordedText()).contains("2.999.10.1", "value=12");
    }

    @ParameterizedTest
    @CsvSource({
        "/fhir/Patient?name=ESSAI, 412, PARC-0550",
        "/fhir/Patient?identifier=12, 412, PARC-0550",
        "/fhir/Patient?identifier=urn:x%7C1&birthdate=1950, 412, PARC-0550",
        "/fhir/Patient?source=EHR, 400, PARC-0549",
        "/fhir/Patient?identifier=%FF%7C1, 400, PARC-0549",
    })
    void a_search_that_is_not_supported_is_rejected(String path, int status, String code) throws Exception {
        HttpResponse<String> response = put(path, PATIENT);

        assertThat(response.statusCode()).isEqualTo(status);
        assertOutcome(response, code);
        assertThat(server.recorder().messages()).isEmpty();
    }

    @Test
    void a_version_condition_that_is_not_checked_is_named() throws Exception {
        HttpResponse<String> response = server.send(
                "PUT",
                "/fhir/Patient/1?source=EHR",
                PATIENT,
                "Content-Type",
                "application/fhir+json",
                "If-Match",
                "W/\"abc\"");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).contains("http.If-Match");
    }

    @Test
    void a_body_of_another_type_or_id_than_the_url_is_rejected_with_both() throws Exception {
        assertThat(put("/fhir/Patient/2?source=EHR", PATIENT).body())
                .contains("PARC-0507", "found Patient/1, expected Patient/2", "Patient.id");
        assertThat(put("/fhir/Patient/2?source=EHR", PATIENT.replace("\"id\": \"1\",", ""))
                        .body())
                .contains("found Patient without an id, expected Patient/2");
        assertThat(server.post("/fhir/Observation?source=EHR", PATIENT).body())
                .contains("found Patient/1, expected Observation");
        assertThat(server.post("/fhir/Patient?source=EHR", bundle("batch")).body())
                .contains("found Bundle", "expected Patient");
        assertThat(put("/fhir/Patient/2?source=EHR", PATIENT).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EHR%0Ainjected", "EHR%0D", "EHR%00", "EHR%E2%80%A8", "EHR%C2%85"})
    void a_source_with_control_characters_is_rejected(String source) throws Exception {
        HttpResponse<String> response = server.post("/fhir/Patient?source=" + source, PATIENT);

        assertThat(response.statusCode()).isEqualTo(400);
        assertOutcome(response, "PARC-0548");
        assertThat(response.body()).contains("http.source");
        assertThat(server.quarantine().all()).isEmpty();
    }

    @Test
    void a_source_has_at_most_200_characters() throws Exception {
        assertThat(server.post("/fhir/Patient?source=" + "x".repeat(201), PATIENT)
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.post("/fhir/Patient", PATIENT, "Parcours-Source", "x".repeat(201))
                        .body())
                .contains("PARC-0548", "http.Parcours-Source");
        assertThat(server.post("/fhir/Patient?source=" + "x".repeat(200), PATIENT)
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void a_source_has_the_letters_that_were_sent() throws Exception {
        server.post("/fhir/Patient?source=R%C3%A9a%20c%C5%93ur", PATIENT);
        String request =
                "POST /fhir/Patient HTTP/1.1\r\nHost: x\r\nConnection: close\r\nParcours-Source: R\u00c3\u00a9a\r\n"
                        + "Content-Type: application/fhir+json\r\nContent-Length: " + PATIENT.length() + "\r\n\r\n"
                        + PATIENT;
        assertThat(server.raw(request)).startsWith("HTTP/1.1 201");

        assertThat(server.recorder().messages())
                .extracting(message -> message.sender().application())
                .containsExactly("Réa cœur", "Réa");
    }

    @Test
    void a_message_is_answered_with_a_message_whose_header_refers_to_the_details() throws Exception {
        String header = """
                {"resource": {"resourceType": "MessageHeader", "id": "m1", "eventUri": "urn:x:admit",
                  "source": {"name": "GAM", "endpoint": "http://gam.example"}}}""";
        HttpResponse<String> response =
                server.post("/fhir", bundle("message", header, "{\"resource\": " + PATIENT + "}"));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body())
                .containsPattern("\"details\":\\{\"reference\":\"(urn:uuid:[^\"]*)\".*\"fullUrl\":\"\\1\"")
                .contains("\"eventUri\":\"urn:x:admit\"", "Bundle.entry[0].resource", "recorded at position");
    }

    @Test
    void a_bundle_may_be_posted_at_its_type() throws Exception {
        HttpResponse<String> response =
                server.post("/fhir/Bundle?source=EHR", bundle("collection", "{\"resource\": " + PATIENT + "}"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("batch-response");
    }

    private HttpResponse<String> put(String path, String body) throws Exception {
        return server.send("PUT", path, body, "Content-Type", "application/fhir+json");
    }

    private String recordedText() {
        return server.recorder().messages().getLast().facts().stream()
                .map(Fact::toString)
                .reduce("", String::concat);
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }
}
