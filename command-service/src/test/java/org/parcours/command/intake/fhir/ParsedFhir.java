package org.parcours.command.intake.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.feeds.fhir.FhirTestService;
import org.parcours.command.intake.fhir.element.UnreadElements.UnreadElement;
import org.parcours.command.message.Fact;
import org.parcours.events.Event;

/** A message as the parser understands it, received on 11 March 2026 at 10:00 UTC. */
record ParsedFhir(ParsedFhirMessage message) {

    static final String PATIENT =
            "{\"type\": \"Patient\", \"identifier\": {\"system\": \"urn:oid:2.999.20.1\", \"value\": \"X1\"}}";

    /** @param json with single quotes instead of double quotes */
    static ParsedFhir of(String json) {
        FhirMessageParser parser = new FhirMessageParser(
                FhirTestService.settings(Map.of()),
                new FakeDocumentStore(),
                Clock.fixed(Instant.parse("2026-03-11T10:00:00Z"), ZoneOffset.UTC));
        ReceivedFhirMessage message = parser.receive(
                json.replace("SUBJECT", PATIENT).replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                Optional.of("EHR"),
                Optional.empty());
        message.parse();
        ParsedFhirMessage parsed = message.result().orElseThrow();
        assertThat(parsed.rejections()).isEmpty();
        return new ParsedFhir(parsed);
    }

    static String transaction(String... resources) {
        StringBuilder entries = new StringBuilder();
        for (String resource : resources) {
            String type = resource.replaceAll("(?s)^.*?'resourceType': ?'(\\w+)'.*$", "$1");
            String id = resource.replaceAll("(?s)^.*?'id': ?'([\\w-]+)'.*$", "$1");
            entries.append(entries.isEmpty() ? "" : ", ")
                    .append("{'resource': %s, 'request': {'method': 'PUT', 'url': '%s/%s'}}"
                            .formatted(resource, type, id));
        }
        return "{'resourceType': 'Bundle', 'type': 'transaction', 'entry': [" + entries + "]}";
    }

    List<Fact> facts() {
        return message.facts();
    }

    /** Without what is recorded only where an earlier version said the opposite. */
    List<Fact> happened() {
        return facts().stream()
                .filter(fact -> fact.assertion() == Fact.Assertion.HAPPENED)
                .toList();
    }

    List<String> types(Fact.Assertion assertion) {
        return facts().stream()
                .filter(fact -> fact.assertion() == assertion)
                .map(fact -> fact.event().getClass().getSimpleName())
                .toList();
    }

    <E extends Event> Fact fact(Class<E> type) {
        return facts().stream()
                .filter(fact -> type.isInstance(fact.event()))
                .findFirst()
                .orElseThrow();
    }

    <E extends Event> E event(Class<E> type) {
        return type.cast(fact(type).event());
    }

    Map<String, String> details(Class<? extends Event> type) {
        return fact(type).annotations().details();
    }

    List<String> unread() {
        return message.entries().stream()
                .flatMap(entry -> entry.unread().stream())
                .map(UnreadElement::definitionPath)
                .distinct()
                .toList();
    }

    Optional<String> reasonKept() {
        return message.entries().stream()
                .map(ParsedFhirMessage.EntryResult::mapping)
                .filter(ParsedFhirMessage.UnsupportedEntry.class::isInstance)
                .map(mapping -> ((ParsedFhirMessage.UnsupportedEntry) mapping).reason())
                .findFirst();
    }
}
