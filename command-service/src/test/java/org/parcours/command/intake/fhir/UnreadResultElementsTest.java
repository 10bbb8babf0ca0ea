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
}
