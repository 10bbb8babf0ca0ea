package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.events.Anomaly;
import org.springframework.test.web.servlet.ResultActions;

/** What a client asks to do with a resource, and the status of the answer (FHIR R4, 3.1.0). */
class ConditionalRequestTest {

    private static final String SUBJECT = "'subject': {'identifier': {'system': 'urn:ipp', 'value': '1'}}";
    private static final String NUMBER = "'identifier': [{'system': 'urn:n', 'value': '7'}]";

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
            quoteCharacter = '`',
            value = {
                "Patient|'name': [{'family': 'ESSAI', 'given': ['%s']}], 'birthDate': '1980-01-02'",
                "Observation|'status': 'final', 'code': {'text': 'Sodium'}, 'valueString': '%s', " + SUBJECT,
                "Condition|'code': {'text': 'Asthme'}, 'note': [{'text': '%s'}], " + SUBJECT,
                "MedicationRequest|'status': 'active', 'intent': 'order', 'medicationCodeableConcept': {'text': 'M'},"
                        + " 'dosageInstruction': [{'text': '%s'}], " + SUBJECT,
                "Encounter|'status': 'in-progress', 'class': {'code': 'IMP'}, 'period': {'start': '2026-03-01T08:00:00+01:00'},"
                        + " 'location': [{'location': {'display': '%s'}}], " + SUBJECT
            })
    void a_create_that_finds_its_resource_records_nothing_and_an_update_answers_whether_it_was_there(
            String type, String elements) throws Exception {
        String first = resource(type, NUMBER + ", " + elements.formatted("Un"));
        String second = resource(type, NUMBER + ", " + elements.formatted("Deux"));
        createIfNoneExists(type, first).andExpect(status().isCreated());
        long recorded = fhir.head();

        createIfNoneExists(type, second).andExpect(status().isOk());
        assertThat(fhir.head()).isEqualTo(recorded);
        String entry =
                "{'resourceType': 'Bundle', 'type': 'transaction', 'entry': [{'resource': %s, 'request': {'method': 'POST',"
                        + " 'url': '%s', 'ifNoneExist': 'identifier=urn:n|7'}}]}";
        fhir.send(json(entry.formatted(second, type)))
                .andExpect(jsonPath("$.entry[0].response.status").value("200 OK"));
        assertThat(fhir.head()).isEqualTo(recorded);

        fhir.put(
                        type + "/new",
                        resource(type, elements.formatted("Deux") + ", 'id': 'new'")
                                .replace("'value': '1'", "'value': '2'"))
                .andExpect(status().isCreated());
        fhir.put(
                        type + "/new",
                        resource(type, elements.formatted("Trois") + ", 'id': 'new'")
                                .replace("'value': '1'", "'value': '2'"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("recorded at position")));
    }

    @Test
    void a_create_that_finds_its_stay_does_not_reopen_it() throws Exception {
        String finished =
                "'status': 'finished', 'class': {'code': 'IMP'}, 'period': {'start': '2026-03-01T08:00:00+01:00', 'end':"
                        + " '2026-03-02T08:00:00+01:00'}, " + SUBJECT;
        createIfNoneExists("Encounter", resource("Encounter", NUMBER + ", " + finished));
        long recorded = fhir.head();

        createIfNoneExists(
                        "Encounter", resource("Encounter", NUMBER + ", " + finished.replace("finished", "in-progress")))
                .andExpect(status().isOk());
        assertThat(fhir.head()).isEqualTo(recorded);
    }

    @Test
    void an_update_from_a_version_that_is_no_longer_the_last_one_fails_and_changes_nothing() throws Exception {
        String sodium = "'id': 'o', %s 'status': 'final', 'code': {'text': 'Sodium'}, 'valueString': '%s', " + SUBJECT;
        fhir.put("Observation/o", resource("Observation", sodium.formatted("'meta': {'versionId': '1'},", "139")));
        fhir.put("Observation/o", resource("Observation", sodium.formatted("'meta': {'versionId': '2'},", "140")));

        putIfMatch("1", resource("Observation", sodium.formatted("", "150")))
                .andExpect(status().isPreconditionFailed())
                .andExpect(content().string(containsString("a later version")));
        assertThat(fhir.recorded().getLast().anomalies())
                .extracting(Anomaly::code)
                .containsExactly(Anomaly.Code.OLDER_VERSION);
        putIfMatch("2", resource("Observation", sodium.formatted("", "141"))).andExpect(status().isOk());
        assertThat(fhir.recorded().getLast().anomalies()).isEmpty();
    }

    private ResultActions putIfMatch(String version, String resource) throws Exception {
        return fhir.http()
                .perform(put("/fhir/Observation/o?source=EHR")
                        .contentType("application/fhir+json")
                        .header("If-Match", "W/\"" + version + "\"")
                        .content(resource));
    }

    private ResultActions createIfNoneExists(String type, String resource) throws Exception {
        return fhir.http()
                .perform(post("/fhir/" + type + "?source=EHR")
                        .contentType("application/fhir+json")
                        .header("If-None-Exist", "identifier=urn:n|7")
                        .content(resource));
    }

    private static String resource(String type, String elements) {
        return json("{'resourceType': '" + type + "', " + elements + "}");
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
