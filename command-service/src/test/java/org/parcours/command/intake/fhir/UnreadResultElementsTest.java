package org.parcours.command.intake.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.feeds.fhir.FhirTestService;

/** Which elements of results, images, specimens and orders are named as unread where all are populated: these and no others. */
class UnreadResultElementsTest {

    private static final int VARIANTS = 4;

    private final FhirMessageParser parser =
            new FhirMessageParser(FhirTestService.settings(Map.of()), new FakeDocumentStore(), Clock.systemUTC());

    @ParameterizedTest
    @CsvSource({
        "Observation, Observation.meta.security",
        "DiagnosticReport, DiagnosticReport.meta.security",
        "Specimen, Specimen.meta.security",
        "ImagingStudy, ImagingStudy.meta.security",
        "ServiceRequest, ServiceRequest.meta.security",
    })
    void only_these_elements_are_unread(String type, String expected) {
        Set<String> unread = new TreeSet<>();
        for (String property : ResourceGenerator.properties(type)) {
            for (int variant = 0; variant < VARIANTS; variant++) {
                ReceivedFhirMessage message = parser.receive(
                        new ResourceGenerator(variant)
                                .filled(type, property)
                                .toString()
                                .getBytes(StandardCharsets.UTF_8),
                        Optional.of("EHR"),
                        Optional.empty());
                message.parse();
                message.result().orElseThrow().entries().stream()
                        .flatMap(entry -> entry.unread().stream())
                        .map(element -> element.definitionPath())
                        .filter(path -> !path.contains("extension"))
                        .forEach(unread::add);
            }
        }
        assertThat(unread).containsExactlyInAnyOrder(expected.isEmpty() ? new String[0] : expected.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "Encounter/1, 2026-03-01T12:00:00Z, ''",
        "Encounter/2, 2026-03-01T12:00:00Z, Observation.encounter",
        "Encounter/1, 2026-03-02T12:00:00Z, Observation.issued",
    })
    void what_a_value_repeats_of_its_report_is_shown_by_the_report(String encounter, String issued, String expected) {
        String bundle = """
                {"resourceType": "Bundle", "type": "collection", "entry": [
                 {"fullUrl": "http://lab.example/DiagnosticReport/r", "resource": {"resourceType": "DiagnosticReport", "id": "r",
                  "status": "final", "code": {"text": "Ionogramme"}, "subject": {"identifier": {"system": "urn:ipp", "value": "1"}},
                  "encounter": {"reference": "Encounter/1"}, "issued": "2026-03-01T12:00:00Z",
                  "result": [{"reference": "Observation/o"}]}},
                 {"fullUrl": "http://lab.example/Observation/o", "resource": {"resourceType": "Observation", "id": "o",
                  "status": "final", "code": {"text": "Sodium"}, "subject": {"identifier": {"system": "urn:ipp", "value": "1"}},
                  "category": [{"text": "laboratoire"}], "valueString": "140",
                  "encounter": {"reference": "%s"}, "issued": "%s"}}]}""".formatted(encounter, issued);
        ReceivedFhirMessage message =
                parser.receive(bundle.getBytes(StandardCharsets.UTF_8), Optional.of("LAB"), Optional.empty());
        message.parse();

        assertThat(message.result().orElseThrow().facts())
                .singleElement()
                .extracting(fact -> String.join(" ", fact.annotations().unread()))
                .isEqualTo(expected);
    }
}
