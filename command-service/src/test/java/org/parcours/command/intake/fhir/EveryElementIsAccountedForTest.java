package org.parcours.command.intake.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.feeds.fhir.FhirTestService;
import org.parcours.command.intake.fhir.ResourceGenerator.Leaf;
import org.parcours.command.intake.fhir.element.UnreadElements.UnreadElement;
import org.parcours.command.intake.fhir.mapping.ResourceMapperRegistry;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rule 8 as a property: whichever element of a resource is populated, the facts differ from those without it, or the element
 * is on the list of those not used, or it is named as unread, or it only decides ({@link #DECIDING}). The test fills each
 * element of each supported type, each type of a choice, and takes out one value at a time.
 */
class EveryElementIsAccountedForTest {

    private static final int VARIANTS = 4;

    /**
     * Values that decide what is recorded or how it is shown, and so need not change the facts by themselves: the kind of a code, the
     * code of a unit that is shown, the order of dosages, the system and type of a number beside a reference that identifies.
     */
    private static final Pattern DECIDING = Pattern.compile(
            "Specimen\\.status|.*\\.(?:system|contentType|use|rank|type|coding\\.code|intent|sequence|primarySource)"
                    + "|.*(?:[uU]nit|Quantity|value|low|high|numerator|denominator|bounds|duration|fastingStatus|onset|abatement|performed)\\.code"
                    + "|.*\\.(?:identifier|reference|display)(?:\\..*)?");

    private final FakeDocumentStore documents = new FakeDocumentStore();
    private final FhirMessageParser parser = new FhirMessageParser(
            FhirTestService.settings(java.util.Map.of()),
            documents,
            Clock.fixed(Instant.parse("2026-03-11T10:00:00Z"), ZoneOffset.UTC));

    static Stream<String> types() {
        return ResourceMapperRegistry.resourceTypes().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void every_populated_element_is_recorded_or_named_or_deliberately_not_used(String type) {
        Set<String> vanished = new TreeSet<>();
        for (String property : ResourceGenerator.properties(type)) {
            for (int variant = 0; variant < VARIANTS; variant++) {
                ObjectNode resource = new ResourceGenerator(variant).filled(type, property);
                collectVanished(type, property, resource, vanished);
            }
        }
        assertThat(vanished).isEmpty();
    }

    private void collectVanished(String type, String property, ObjectNode resource, Set<String> vanished) {
        Optional<ParsedFhirMessage> complete = parse(resource);
        if (complete.isEmpty() || complete.get().facts().isEmpty()) {
            return;
        }
        List<String> unread = complete.get().entries().getFirst().unread().stream()
                .map(UnreadElement::definitionPath)
                .toList();
        List<Fact> facts = withoutUnread(complete.get());
        for (Leaf leaf : ResourceGenerator.leaves(resource, type, property)) {
            boolean isUnread = unread.stream()
                    .anyMatch(path -> leaf.definitionPath().equals(path)
                            || leaf.definitionPath().startsWith(path + "."));
            if (!isUnread
                    && !leaf.isListed()
                    && !DECIDING.matcher(leaf.definitionPath()).matches()
                    && parse(ResourceGenerator.without(resource, leaf))
                            .map(EveryElementIsAccountedForTest::withoutUnread)
                            .filter(facts::equals)
                            .isPresent()) {
                vanished.add(leaf.definitionPath());
            }
        }
    }

    private Optional<ParsedFhirMessage> parse(ObjectNode resource) {
        ReceivedFhirMessage message = parser.receive(
                resource.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                Optional.of("EHR"),
                Optional.empty());
        message.parse();
        return message.result().filter(result -> result.rejections().isEmpty());
    }

    private static List<Fact> withoutUnread(ParsedFhirMessage message) {
        return message.facts().stream()
                .map(fact -> new Fact(
                        fact.patient(),
                        fact.visit(),
                        fact.occurredAt(),
                        fact.reportedAt(),
                        fact.event(),
                        fact.alternative(),
                        fact.state(),
                        fact.annotations().withUnread(List.of()),
                        fact.anomalies().stream()
                                .filter(anomaly -> anomaly.code() != Anomaly.Code.UNREAD_MAY_CHANGE_MEANING)
                                .toList()))
                .toList();
    }
}
