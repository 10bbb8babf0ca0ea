package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two resources with one number are one thing, of which each says its own: sent again, neither is a change. */
class SharedNumberTest {

    private static final String COMPOSITION = """
            {"resourceType": "Composition", "id": "c", "status": "final", "identifier": {"system": "urn:doc", "value": "7"},
             "type": {"coding": [{"system": "http://loinc.org", "code": "%s"}]}, "title": "%s", "date": "2026-03-01",
             "subject": {"identifier": {"system": "urn:ipp", "value": "1"}}, "author": [{"display": "Dr Essai"}]}""";

    private static final String REFERENCE = """
            {"resourceType": "DocumentReference", "id": "d", "status": "current", "identifier": [{"system": "urn:doc", "value": "7"}],
             "type": {"coding": [{"system": "http://loinc.org", "code": "%s"}]}, "description": "%s", "date": "2026-03-01",
             "subject": {"identifier": {"system": "urn:ipp", "value": "1"}},
             "content": [{"attachment": {"contentType": "text/plain", "data": "YQ=="}}]}""";

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

    @ParameterizedTest(name = "LOINC {0}")
    @ValueSource(strings = {"11488-4", "34105-7"})
    void a_composition_and_a_document_reference_of_one_number_do_not_alternate(String type) throws Exception {
        fhir.put("Composition/c", COMPOSITION.formatted(type, "Un"));
        fhir.put("DocumentReference/d", REFERENCE.formatted(type, "Un"));
        long before = fhir.head();

        fhir.put("Composition/c", COMPOSITION.formatted(type, "Un"));
        fhir.put("DocumentReference/d", REFERENCE.formatted(type, "Un"));
        assertThat(fhir.head()).isEqualTo(before);

        fhir.put("Composition/c", COMPOSITION.formatted(type, "Deux"));
        assertThat(fhir.head()).as("a change").isEqualTo(before + 1);
        fhir.put("Composition/c", COMPOSITION.formatted(type, "Un"));
        assertThat(fhir.head()).as("and back").isEqualTo(before + 2);
    }

    @Test
    void two_observations_of_one_number_do_not_alternate() throws Exception {
        String observation = """
                {"resourceType": "Observation", "id": "%s", "status": "final", "identifier": [{"system": "urn:lab", "value": "7"}],
                 "code": {"text": "Sodium"}, "effectiveDateTime": "2026-03-01", "valueString": "%s",
                 "subject": {"identifier": {"system": "urn:ipp", "value": "1"}}}""";
        fhir.put("Observation/a", observation.formatted("a", "139"));
        fhir.put("Observation/b", observation.formatted("b", "140"));
        long before = fhir.head();

        fhir.put("Observation/a", observation.formatted("a", "139"));
        fhir.put("Observation/b", observation.formatted("b", "140"));
        assertThat(fhir.head()).isEqualTo(before);
    }
}
