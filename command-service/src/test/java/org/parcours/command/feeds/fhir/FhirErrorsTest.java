package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every error under {@code /fhir} is an OperationOutcome, whoever finds it. */
class FhirErrorsTest {

    static final String PATIENT = """
            {"resourceType": "Patient", "id": "1", "identifier": [{"system": "urn:oid:2.999.10.1", "value": "12"}],
             "name": [{"family": "ESSAI"}]}""";

    private static FhirHttpServer server;

    @BeforeAll
    static void start() {
        server = new FhirHttpServer("parcours.fhir.max-body=100KB", "server.max-http-request-header-size=4KB");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /fhir/Foo, 404, PARC-0541",
        "POST, /fhir/patient, 404, PARC-0541",
        "PUT, /fhir/patient/1, 404, PARC-0541",
        "GET, /fhir/nothing/at/all, 404, PARC-0540",
        "POST, /fhir/Patient/_search, 404, PARC-0540",
        "POST, /fhir/$nonsense, 404, PARC-0540",
        "GET, /fhir/Patient/1, 405, PARC-0542",
        "DELETE, /fhir/Patient/1, 405, PARC-0542",
        "PATCH, /fhir/Patient/1, 405, PARC-0542",
        "POST, /fhir/Patient/1, 405, PARC-0542",
        "GET, /fhir, 405, PARC-0542",
        "GET, /fhir/Patient, 405, PARC-0542",
        "PUT, /fhir/Bundle/1, 405, PARC-0542",
        "POST, /fhir/metadata, 405, PARC-0542",
        "PURGE, /fhir/Patient/1, 405, PARC-0542",
    })
    void a_url_or_method_that_does_not_exist(String method, String path, int status, String code) throws Exception {
        HttpResponse<String> response = server.send(method, path, PATIENT, "Content-Type", "application/fhir+json");

        assertThat(response.statusCode()).isEqualTo(status);
        assertOutcome(response, code);
        assertThat(server.recorder().messages()).isEmpty();
        if (status == 405) {
            assertThat(response.headers().firstValue("Allow")).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"//fhir", "/FHIR", "/FHIR/Patient", "//fhir/Patient"})
    void a_url_that_is_nearly_that_of_fhir_is_answered_with_an_outcome(String path) throws Exception {
        HttpResponse<String> response =
                server.send("POST", path, PATIENT, "Content-Type", "application/fhir+json", "Accept", "*/*");

        assertThat(response.statusCode()).isEqualTo(404);
        assertOutcome(response, "PARC-0540");
    }

    @Test
    void a_source_or_a_content_type_that_is_stated_twice_is_refused() throws Exception {
        HttpResponse<String> source =
                server.send("POST", "/fhir?source=A&source=B", PATIENT, "Content-Type", "application/fhir+json");
        assertThat(source.statusCode()).isEqualTo(400);
        assertThat(source.body()).contains("source", "stated twice");
        HttpResponse<String> types = server.send(
                "POST", "/fhir", PATIENT, "Content-Type", "application/fhir+json", "Content-Type", "application/json");
        assertThat(types.statusCode()).isEqualTo(400);
        assertThat(types.body()).contains("Content-Type", "stated twice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'resourceType': 'Patiant'} | resourceType | 'Patiant' found",
                "{'resourceType': 'Observation', 'valueQuantity': {'value': NUMBER}} | Observation.valueQuantity.value | digits",
                "{'resourceType': 'Patient', 'name': [{'family': 'A\\u0085B'}]} | Patient.name[0].family | U+0085",
                "{'resourceType': 'Patient', 'name': [{'family': 'A\\u007fB'}]} | Patient.name[0].family | U+007F",
                "{'resourceType': 'DiagnosticReport', 'status': 'final', 'composition': {'reference': 'Composition/1'}}"
                        + " | DiagnosticReport.composition | R5",
                "{'resourceType': 'Patient', 'extension': DEEP} | Patient.extension | nested"
            })
    void a_problem_is_named_where_it_is(String body, String path, String detail) throws Exception {
        String json = body.replace('\'', '"')
                .replace("NUMBER", "1".repeat(400))
                .replace("DEEP", "[".repeat(1200) + "]".repeat(1200));
        String answer = server.post("/fhir", json).body();

        assertThat(answer).contains(path).contains(detail.replace("'", "\\\""));
    }

    @Test
    void a_search_mode_is_named_by_its_own_path() throws Exception {
        String bundle = """
                {"resourceType": "Bundle", "type": "searchset", "entry": [{"search": {"mode": "exact"},
                 "resource": {"resourceType": "Patient", "identifier": [{"system": "urn:oid:2.999.1", "value": "1"}]}}]}""";

        assertThat(server.post("/fhir", bundle).body()).contains("Bundle.entry[0].search.mode");
    }

    @Test
    void a_method_that_is_not_allowed_names_the_allowed_ones() throws Exception {
        assertThat(allowed("/fhir")).contains("POST");
        assertThat(allowed("/fhir/Patient")).contains("POST, PUT");
        assertThat(allowed("/fhir/Patient/1")).contains("PUT");
        assertThat(allowed("/fhir/metadata")).contains("GET, HEAD");
    }

    private static Optional<String> allowed(String path) throws Exception {
        return server.send("DELETE", path, "").headers().firstValue("Allow");
    }

    @Test
    void a_type_in_another_case_is_named_as_it_is_written() throws Exception {
        assertThat(server.post("/fhir/patient", PATIENT).body()).contains("Patient expected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/html", "text/turtle", "application/fhir+turtle", "application/fhir+json;fhirVersion=3.0"})
    void a_format_that_is_not_supported_is_not_acceptable_and_nothing_is_recorded(String accept) throws Exception {
        HttpResponse<String> response = server.post("/fhir/Patient?source=EHR", PATIENT, "Accept", accept);

        assertThat(response.statusCode()).isEqualTo(406);
        assertOutcome(response, "PARC-0543");
        assertThat(server.recorder().messages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/fhir/Foo|application/fhir+xml|application/fhir+xml",
                "/fhir/Foo|application/xml|application/xml",
                "/fhir/Foo|application/json|application/json",
                "/fhir/Foo|application/json;q=0.1, application/fhir+xml|application/fhir+xml",
                "/fhir/Foo|application/fhir+json, application/fhir+xml|application/fhir+json",
                "/fhir/Foo|text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8|application/xml",
                "/fhir/Foo|*/*|application/fhir+json",
                "/fhir/Foo?_format=xml|application/fhir+json|application/fhir+xml",
                "/fhir/Foo?_format=application/fhir+xml|application/fhir+json|application/fhir+xml",
                "/fhir/Foo?_format=html|text/html|application/fhir+json",
            })
    void an_error_has_the_requested_format(String path, String accept, String expected) throws Exception {
        HttpResponse<String> response = server.post(path, PATIENT, "Accept", accept);

        assertThat(response.headers().firstValue("Content-Type").orElseThrow().replace(" ", ""))
                .isEqualToIgnoringCase(expected + ";charset=utf-8");
        assertThat(response.body()).startsWith(expected.contains("xml") ? "<OperationOutcome" : "{\"resourceType\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/plain",
                "application/octet-stream",
                "application/fhir+json; fhirVersion=3.0",
                "nonsense",
            })
    void another_media_type_is_named_with_the_expected_ones_and_nothing_reads_the_body(String mediaType)
            throws Exception {
        for (String method : new String[] {"POST", "PUT"}) {
            HttpResponse<String> response =
                    server.send(method, "/fhir/Patient/1", "source=EHR&a=" + PATIENT, "Content-Type", mediaType);
            assertThat(response.statusCode()).isEqualTo(415);
            assertOutcome(response, "PARC-0545");
            assertThat(response.body()).contains("application/fhir+json", "application/fhir+xml");
        }
    }

    @Test
    void a_body_that_is_too_large() throws Exception {
        HttpResponse<String> response = server.post("/fhir/Patient", " ".repeat(110_000) + PATIENT);

        assertThat(response.statusCode()).isEqualTo(413);
        assertOutcome(response, "PARC-0514");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fhir/Patient/%zz", "/fhir/Patient/%c0%ae", "/fhir/Patient/a%2Fb", "/fhir/Patient/[1]"})
    void a_url_that_the_container_refuses(String path) throws Exception {
        assertRawOutcome(
                "PUT " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "400");
    }

    @Test
    void a_header_that_is_too_long() throws Exception {
        assertRawOutcome("POST /fhir HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(10_000) + "\r\n\r\n", "400");
    }

    @Test
    void a_trace() throws Exception {
        assertRawOutcome(
                "TRACE /fhir/Patient HTTP/1.1\r\nHost: x\r\nAccept: text/html, */*;q=0.1\r\nConnection: close\r\n\r\n",
                "405");
    }

    private static void assertRawOutcome(String request, String status) throws Exception {
        String response = server.raw(request);
        assertThat(response).startsWith("HTTP/1.1 " + status);
        assertThat(response)
                .as(response)
                .contains("\"resourceType\":\"OperationOutcome\"")
                .doesNotContain("<html");
    }

    static void assertOutcome(HttpResponse<String> response, String code) {
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/fhir+json");
        assertThat(response.body()).contains("\"resourceType\":\"OperationOutcome\"", "\"" + code + "\"");
    }
}
