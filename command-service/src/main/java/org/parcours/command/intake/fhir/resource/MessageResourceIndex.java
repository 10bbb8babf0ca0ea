package org.parcours.command.intake.fhir.resource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Identifier;

/** Finds the resources of one message by what references name: URLs, ids, identifiers (FHIR R4, 2.36.4). */
final class MessageResourceIndex {

    private final FhirMessage message;
    private final ResourceIdentities identities;
    private final Map<String, List<FhirElement>> resourcesByReference = new HashMap<>();
    private final Map<FhirElement, Map<String, FhirElement>> containedById = new IdentityHashMap<>();
    private final Map<String, String> normalizedUris = new HashMap<>();
    private final Map<FhirElement, Optional<FhirElement>> resolved = new IdentityHashMap<>();

    MessageResourceIndex(FhirMessage message, ResourceIdentities identities) {
        this.message = message;
        this.identities = identities;
        for (ResourceEntry entry : message.oldestFirst()) {
            entry.resource().ifPresent(resource -> index(resource, entry));
        }
    }

    private void index(FhirElement resource, ResourceEntry entry) {
        entry.fullUrl().ifPresent(url -> index(normalized(url), resource));
        resource.text("id").ifPresent(id -> index(resource.typeName() + "/" + id, resource));
        for (Identifier identifier : identities.businessIdentifiers(resource)) {
            index(ConditionalReference.key(resource.typeName(), identifier), resource);
        }
    }

    private void index(String reference, FhirElement resource) {
        List<FhirElement> found = resourcesByReference.computeIfAbsent(reference, _ -> new ArrayList<>(1));
        if (!found.contains(resource)) {
            found.add(resource);
        }
    }

    /** Many resources of a message refer to the same one. */
    private String normalized(String url) {
        return normalizedUris.computeIfAbsent(url, LiteralReference::normalize);
    }

    /**
     * The resource that a reference names. A mapping asks several times for that of one reference.
     *
     * @throws RejectionException where several resources of the message have what the reference names
     */
    Optional<FhirElement> find(FhirElement reference) {
        Optional<FhirElement> known = resolved.get(reference);
        if (known == null) {
            known = findOnce(reference);
            resolved.put(reference, known);
        }
        return known;
    }

    private Optional<FhirElement> findOnce(FhirElement reference) {
        Optional<String> literal = reference.text("reference");
        if (literal.isEmpty()) {
            return findByIdentifier(reference);
        }
        String uri = literal.get();
        if (uri.startsWith("#")) {
            return contained(reference, uri.substring(1));
        }
        Optional<ConditionalReference> conditional = ConditionalReference.of(uri);
        if (conditional.isPresent()) {
            Identifier identifier = conditional.get().identifier(reference);
            return byKey(ConditionalReference.key(conditional.get().type(), identifier), reference);
        }
        return findNormalized(reference, normalized(uri)).or(() -> findByIdentifier(reference));
    }

    private Optional<FhirElement> findByIdentifier(FhirElement reference) {
        return reference.text("type").flatMap(type -> ResourceIdentities.toIdentifier(reference.child("identifier"))
                .flatMap(identifier -> byKey(ConditionalReference.key(type, identifier), reference)));
    }

    private Optional<FhirElement> findNormalized(FhirElement reference, String uri) {
        boolean isRelative = LiteralReference.of(uri)
                .filter(literal -> literal.server().isEmpty())
                .isPresent();
        // A relative reference is relative to the server of the resource that contains it, where that is known.
        return isRelative
                ? identities
                        .serverOf(reference.root())
                        .flatMap(server -> byKey(server + "/" + uri, reference))
                        .or(() -> byKey(uri, reference))
                : byKey(uri, reference);
    }

    private Optional<FhirElement> byKey(String uri, FhirElement reference) {
        List<FhirElement> found = resourcesByReference.getOrDefault(uri, List.of());
        if (found.size() > 1 && message.kind() != FhirMessage.Kind.HISTORY) {
            Set<List<Identifier>> different = new LinkedHashSet<>();
            found.forEach(resource -> different.add(identities.businessIdentifiers(resource)));
            if (different.size() > 1) {
                throw FhirRejectionCode.UNRESOLVED_REFERENCE.exceptionAt(
                        reference.path(), found.size() + " entries of the Bundle have this id");
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getLast());
    }

    /** Without an id, {@code #} is the container itself (FHIR R4, 2.3.0.2). */
    private Optional<FhirElement> contained(FhirElement reference, String id) {
        FhirElement container = reference.root();
        return id.isEmpty()
                ? Optional.of(container)
                : Optional.ofNullable(containedById
                        .computeIfAbsent(container, MessageResourceIndex::containedById)
                        .get(id));
    }

    private static Map<String, FhirElement> containedById(FhirElement container) {
        Map<String, FhirElement> byId = new HashMap<>();
        container.children("contained").forEach(resource -> resource.text("id")
                .ifPresent(id -> byId.putIfAbsent(id.startsWith("#") ? id.substring(1) : id, resource)));
        return byId;
    }

    /** The resource that a URL or another URI names; {@code #id} where the resource contains it. */
    Optional<FhirElement> findAddressed(FhirElement url) {
        return url.value()
                .flatMap(uri -> uri.startsWith("#") ? contained(url, uri.substring(1)) : findLiteral(uri, url));
    }

    Optional<FhirElement> findLiteral(String uri, FhirElement reference) {
        return findNormalized(reference, normalized(uri));
    }
}
