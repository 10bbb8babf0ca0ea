package org.parcours.command.intake.fhir.element;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.command.intake.fhir.FhirTestMessage;

/** Resources of other versions of FHIR are rejected by name, where R4 would lose what they say. */
class FhirVersionDetectorTest {

    private static final String SUBJECT =
            "\"subject\": {\"identifier\": {\"system\": \"urn:oid:2.999.10.1\", \"value\": \"V1\"}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"resourceType\": \"Observation\", \"context\": {\"reference\": \"Encounter/9\"} | Observation.context | STU3",
                "\"resourceType\": \"Observation\", \"related\": [{\"type\": \"has-member\"}] | Observation.related | STU3",
                "\"resourceType\": \"Encounter\", \"class\": \"inpatient\" | Encounter.class | DSTU2",
                "\"resourceType\": \"Encounter\", \"class\": [{\"coding\": [{\"code\": \"IMP\"}]}] | Encounter.class | R5",
                "\"resourceType\": \"Encounter\", \"patient\": {\"reference\": \"Patient/1\"} | Encounter.patient | DSTU2",
                "\"resourceType\": \"Encounter\", \"subjectStatus\": {\"text\": \"x\"} | Encounter.subjectStatus | R5",
                "\"resourceType\": \"MedicationRequest\", \"context\": {\"reference\": \"Encounter/9\"} | MedicationRequest.context | STU3",
                "\"resourceType\": \"MedicationRequest\", \"medication\": {\"concept\": {\"text\": \"x\"}} | MedicationRequest.medication | R5",
                "\"resourceType\": \"ServiceRequest\", \"code\": {\"concept\": {\"text\": \"x\"}} | ServiceRequest.code.concept | R5",
                "\"resourceType\": \"MedicationOrder\", \"status\": \"active\" | resourceType | DSTU2",
                "\"resourceType\": \"ProcedureRequest\", \"status\": \"active\" | resourceType | STU3",
                "\"resourceType\": \"ImagingSelection\", \"status\": \"available\" | resourceType | R5",
            })
    void a_resource_of_another_version_is_rejected_by_name(String elements, String path, String version) {
        var rejection =
                FhirTestMessage.of("{" + elements + ", " + SUBJECT + "}").rejection();
        assertThat(rejection.code()).isEqualTo("PARC-0520");
        assertThat(rejection.field()).isEqualTo(path);
        assertThat(rejection.reason()).contains("this is " + version);
    }

    @Test
    void a_profile_of_another_version_is_rejected_by_name() {
        var rejection = FhirTestMessage.of("{\"resourceType\": \"Patient\", \"meta\": {\"profile\": "
                        + "[\"http://hl7.org/fhir/StructureDefinition/Patient|3.0.2\"]}}")
                .rejection();
        assertThat(rejection.field()).isEqualTo("Patient.meta.profile");
        assertThat(rejection.reason()).contains("this is STU3");
    }

    @Test
    void a_type_that_r4b_added_is_kept() {
        assertThat(FhirTestMessage.of("{\"resourceType\": \"Citation\", \"status\": \"active\"}")
                        .outcome())
                .contains("not tracked");
    }

    @Test
    void no_mark_of_another_version_is_an_element_of_r4() throws IOException {
        for (List<String> mark : marks()) {
            List<String> path = List.of(mark.getFirst().split("\\."));
            if (mark.get(1).equals("type")) {
                assertThat(FhirType.resource(path.getFirst()))
                        .as(mark.getFirst())
                        .isEmpty();
                continue;
            }
            Optional<FhirType> type = FhirType.resource(path.getFirst());
            Optional<ElementDefinition> element = Optional.empty();
            for (String name : path.subList(1, path.size())) {
                element = type.flatMap(known -> known.element(name));
                type = element.map(ElementDefinition::type);
            }
            assertThat(element.filter(defined -> allows(defined, mark.get(1))))
                    .as(String.join(" ", mark))
                    .isEmpty();
        }
    }

    private static boolean allows(ElementDefinition defined, String form) {
        return switch (form) {
            case "text" -> defined.type().isPrimitive() && !defined.repeats();
            case "object" -> !defined.type().isPrimitive() && !defined.repeats();
            case "list" -> defined.repeats();
            default -> true;
        };
    }

    private static List<List<String>> marks() throws IOException {
        try (var stream = FhirVersionDetectorTest.class.getResourceAsStream("/fhir/other-versions.tsv")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split("\t")))
                    .toList();
        }
    }
}
