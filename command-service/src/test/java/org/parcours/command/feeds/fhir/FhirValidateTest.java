package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.feeds.fhir.FhirBundleTest.bundle;
import static org.parcours.command.feeds.fhir.FhirErrorsTest.PATIENT;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code $validate} says what the real request would say, and leaves nothing behind. */
class FhirValidateTest {

    private static final String INVALID = PATIENT.replace("\"id\"", "\"birthDate\": \"14/08/1950\", \"id\"");
    private static final String LETTER = """
            {"resourceType": "DocumentReference", "id": "l1", "status": "current",
             "subject": {"reference": "Patient?identifier=urn:oid:2.999.10.1|12"}, "date": "2026-03-03T10:00:00+01:00",
             "content": [{"attachment": {"contentType": "text/plain", "data": "Qm9uam91cg=="}}]}""";

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

    @AfterEach
    void nothing_is_left_behind() {
        assertThat(server.recorder().messages()).isEmpty();
        assertThat(server.quarantine().all()).isEmpty();
        assertThat(server.documents().contents()).isEmpty();
    }

    @Test
    void a_valid_resource_is_valid_and_its_unused_elements_are_named() throws Exception {
        assertThat(validate("/fhir/Patient/$validate", PATIENT)).contains("\"valid\"", "\"information\"");
        assertThat(validate("/fhir/$validate", PATIENT.replace("\"id\"", "\"nmae\": 1, \"id\"")))
                .contains("\"valid\"", "\"warning\"", "Patient.nmae");
    }

    @Test
    void documents_are_not_stored() throws Exception {
        assertThat(validate("/fhir/DocumentReference/$validate", LETTER)).contains("\"valid\"");
    }

    @Test
    void an_invalid_resource_has_the_errors_of_the_real_request() throws Exception {
        assertThat(validate("/fhir/Patient/$validate", INVALID)).contains("\"error\"", "PARC-05", "Patient.birthDate");
        assertThat(validate("/fhir/Observation/$validate", PATIENT)).contains("PARC-0507");
        assertThat(validate("/fhir/Patient/$validate", "{")).contains("PARC-0501");
    }

    @Test
    void the_resource_may_be_a_parameter() throws Exception {
        String parameters = """
                {"resourceType": "Parameters", "parameter": [{"name": "mode", "valueCode": "create"},
                 {"name": "resource", "resource": %s}]}""";
        assertThat(validate("/fhir/Patient/$validate", parameters.formatted(PATIENT)))
                .contains("\"valid\"");
        assertThat(validate("/fhir/Patient/$validate", parameters.formatted(INVALID)))
                .contains("Patient.birthDate");
        assertThat(validate(
                        "/fhir/Patient/$validate",
                        parameters.formatted("{\"resourceType\": \"Patient\", \"id\": \"1\", \"id\": \"2\"}")))
                .as("the text of the resource is not changed")
                .contains("PARC-0519");

        HttpResponse<String> without = server.post(
                "/fhir/$validate?source=EHR",
                "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"mode\"}]}");
        assertThat(without.statusCode()).isEqualTo(400);
        assertThat(without.body()).contains("PARC-0508");
    }

    @Test
    void the_parameter_may_be_in_xml() throws Exception {
        HttpResponse<String> response =
                server.send("POST", "/fhir/$validate?source=EHR", """
                <Parameters xmlns="http://hl7.org/fhir"><parameter><name value="resource"/><resource>
                <Patient><id value="1"/><name><family value="ESSAI"/></name></Patient></resource></parameter></Parameters>""", "Content-Type", "application/fhir+xml");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"valid\"");
    }

    @Test
    void each_entry_of_a_bundle_has_its_issues() throws Exception {
        String answer = validate(
                "/fhir/$validate",
                bundle("batch", "{\"resource\": " + PATIENT + "}", "{\"resource\": " + INVALID + "}"));

        assertThat(answer)
                .contains("\"valid\"", "Bundle.entry[0].resource", "\"error\"", "Bundle.entry[1].resource.birthDate");
    }

    private String validate(String path, String body) throws Exception {
        HttpResponse<String> response = server.post(path + "?source=EHR", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("OperationOutcome");
        return response.body();
    }
}
