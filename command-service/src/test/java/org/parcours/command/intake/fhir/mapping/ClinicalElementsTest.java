package org.parcours.command.intake.fhir.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.feeds.fhir.FhirTestService;
import org.parcours.command.intake.fhir.FhirMessageParser;
import org.parcours.command.intake.fhir.ParsedFhirMessage;
import org.parcours.command.intake.fhir.ReceivedFhirMessage;
import org.parcours.command.intake.fhir.element.NotUsedElements;
import org.parcours.command.message.Fact;
import tools.jackson.databind.node.ObjectNode;

/** Every element of these types, filled, is on the event, or named as unread, or listed with a reason. */
class ClinicalElementsTest {

    private final FhirMessageParser parser =
            new FhirMessageParser(FhirTestService.settings(Map.of()), new FakeDocumentStore(), Clock.systemUTC());

    @ParameterizedTest
    @CsvSource({
        "AllergyIntolerance, , ",
        "CarePlan, status, active",
        "Condition, , ",
        "DeviceUseStatement, status, active",
        "Flag, status, active",
        "Immunization, status, completed",
        "MedicationAdministration, status, completed",
        "MedicationDispense, status, completed",
        "MedicationRequest, status, active",
        "MedicationStatement, status, active",
        "Procedure, status, completed"
    })
    void every_element_is_shown_or_listed_with_a_reason(String type, String property, String value) {
        for (int variant = 0; variant < 8; variant++) {
            FilledResource filled = new FilledResource(variant);
            ObjectNode resource = filled.create(type);
            if (property != null) {
                resource.put(property, value);
            }
            prepare(resource);
            ParsedFhirMessage parsed = parse(resource);
            assertThat(parsed.rejections()).isEmpty();
            assertThat(parsed.facts()).as("%s %s", type, resource).isNotEmpty();
            String shown = parsed.facts().stream().map(Fact::toString).collect(Collectors.joining());
            Set<String> hidden = new TreeSet<>();
            filled.pathByValue().forEach((marker, path) -> {
                if (!shown.contains(marker) && !isListed(path)) {
                    hidden.add(path);
                }
            });
            assertThat(hidden).as("%s variant %s: %s", type, variant, shown).isEmpty();
            assertThat(parsed.facts().getFirst().annotations().unread())
                    .as(type)
                    .isEmpty();
        }
    }

    private static void prepare(ObjectNode resource) {
        String type = resource.path("resourceType").asString("");
        Stream.of("subject", "patient", "encounter", "context")
                .filter(resource::has)
                .forEach(name -> resource.set(name, number(resource, name)));
        if (type.equals("MedicationRequest")) {
            resource.put("intent", "order").put("doNotPerform", false);
        }
    }

    private static ObjectNode number(ObjectNode resource, String name) {
        ObjectNode reference = resource.objectNode();
        reference.set(
                "identifier",
                resource.objectNode().put("system", "urn:oid:2.999.10.1").put("value", name + "12"));
        return reference;
    }

    /** Systems choose how a code is shown; the code of a unit is beside its text. */
    private static boolean isListed(String path) {
        String ofAnyType = "*" + path.substring(path.indexOf('.'));
        boolean listed = NotUsedElements.reasons().keySet().stream()
                .anyMatch(
                        reason -> (path + ".").startsWith(reason + ".") || (ofAnyType + ".").startsWith(reason + "."));
        return listed
                || path.matches(
                        ".*\\.(system|version|userSelected)|.*\\.(identifier|groupIdentifier)\\.(use|type|period|assigner)\\b.*")
                || path.matches("\\w+\\.(subject|patient|encounter|context)\\b.*")
                || path.endsWith(".code") && !path.endsWith("coding.code");
    }

    private ParsedFhirMessage parse(ObjectNode resource) {
        ReceivedFhirMessage message = parser.receive(
                resource.toString().getBytes(StandardCharsets.UTF_8), Optional.of("EHR"), Optional.empty());
        message.parse();
        return message.result().orElseThrow();
    }
}
