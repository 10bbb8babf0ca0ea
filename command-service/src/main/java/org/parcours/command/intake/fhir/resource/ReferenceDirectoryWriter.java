package org.parcours.command.intake.fhir.resource;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.intake.fhir.directory.ReferenceDirectory;
import org.parcours.command.intake.fhir.directory.ReferenceDirectoryEntry;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.events.Identifier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reduces the places, people and organisations of a message to what the references of later messages show. */
public record ReferenceDirectoryWriter(ReferenceResolver references, String application) {

    /** A longer resource is not kept: a name is short. */
    private static final int MAX_LENGTH = 8_000;

    private static final Set<String> ELEMENTS =
            Set.of("name", "alias", "description", "identifier", "physicalType", "code");

    private static final Set<String> REFERENCES =
            Set.of("partOf", "managingOrganization", "practitioner", "organization");

    /** By the key of each identifier; none for a resource without a lasting one. */
    public Map<String, ReferenceDirectoryEntry> entries(FhirMessage message) {
        Map<String, ReferenceDirectoryEntry> entries = new HashMap<>();
        for (ResourceEntry entry : message.oldestFirst()) {
            entry.resource().filter(references::isKeptForReferences).ifPresent(resource -> write(resource)
                    .ifPresent(written -> references
                            .identityOf(resource)
                            .lasting()
                            .forEach(identifier -> entries.put(
                                    ReferenceDirectory.key(application, resource.typeName(), identifier), written))));
        }
        return entries;
    }

    private Optional<ReferenceDirectoryEntry> write(FhirElement resource) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("resourceType", resource.typeName());
        for (String property : resource.properties()) {
            if (ELEMENTS.contains(property)) {
                json.set(property, resource.node().path(property));
            } else if (REFERENCES.contains(property)) {
                json.set(property, lasting(resource.peek(property).getFirst()));
            }
        }
        String text = json.toString();
        return text.length() > MAX_LENGTH
                ? Optional.empty()
                : Optional.of(new ReferenceDirectoryEntry(text, lastUpdated(resource), version(resource)));
    }

    /** A reference that means the same in every message of the sender. */
    private ObjectNode lasting(FhirElement reference) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        first(reference, "display").ifPresent(display -> json.put("display", display));
        references.typeOf(reference).ifPresent(type -> json.put("type", type));
        List<Identifier> identifiers = references.identifiersOf(reference);
        if (!identifiers.isEmpty()) {
            json.putObject("identifier")
                    .put("system", identifiers.getFirst().system())
                    .put("value", identifiers.getFirst().value());
        }
        return json;
    }

    private static long lastUpdated(FhirElement resource) {
        return meta(resource, "lastUpdated")
                .map(text -> {
                    try {
                        return OffsetDateTime.parse(text).toInstant().toEpochMilli();
                    } catch (DateTimeException e) {
                        return 0L;
                    }
                })
                .orElse(0L);
    }

    private static long version(FhirElement resource) {
        return meta(resource, "versionId")
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::valueOf)
                .orElse(0L);
    }

    private static Optional<String> meta(FhirElement resource, String name) {
        return resource.peek("meta").stream()
                .flatMap(meta -> first(meta, name).stream())
                .findFirst();
    }

    private static Optional<String> first(FhirElement element, String name) {
        return element.peek(name).stream()
                .flatMap(value -> value.peekValue().stream())
                .findFirst();
    }
}
