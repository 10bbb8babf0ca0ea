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
import org.parcours.command.message.Sender;
import org.parcours.events.Identifier;

/**
 * Resolves references between the resources of a message, and derives identifiers from references to resources outside it
 * (FHIR R4, 2.36.4 Bundle references).
 */
public final class ReferenceResolver {

    /** The application of a sender that does not name itself. */
    public static final String UNKNOWN_APPLICATION = "unknown";

    private final FhirMessage message;
    private final ReferencedResources remembered;
    private final ResourceIdentities identities;
    private final Map<String, List<FhirElement>> resourcesByReference = new HashMap<>();
    private final Map<FhirElement, Map<String, FhirElement>> containedById = new IdentityHashMap<>();
    private final Map<String, String> normalizedUris = new HashMap<>();
    private final Map<FhirElement, Optional<FhirElement>> resolved = new IdentityHashMap<>();

    public ReferenceResolver(Sender sender, FhirMessage message, ReferencedResources remembered) {
        this.message = message;
        this.remembered = remembered;
        this.identities =
                new ResourceIdentities(sender, message, (uri, reference) -> resolveLiteral(reference, normalized(uri)));
        for (ResourceEntry entry : message.oldestFirst()) {
            entry.resource().ifPresent(resource -> index(resource, entry));
        }
    }

    /** The resources of the message that have that type, in the order sent. */
    public List<FhirElement> resources(String type) {
        return message.entries().stream()
                .flatMap(entry -> entry.resource(type).stream())
                .toList();
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
     * The referenced resource, where it is in the message or contained in the resource that refers to it. A place, a person
     * or an organisation that the reference does not display, as an earlier message of the sender reported it.
     *
     * @throws RejectionException where several resources of the message have what the reference names
     */
    public Optional<FhirElement> resolve(FhirElement reference) {
        return resolveInMessage(reference)
                .or(() -> reference.peek("display").isEmpty() ? remembered(reference) : Optional.empty());
    }

    private Optional<FhirElement> remembered(FhirElement reference) {
        return typeOf(reference).filter(remembered::isKept).flatMap(type -> {
            boolean isLocal = reference
                    .text("reference")
                    .filter(uri -> LiteralReference.of(uri).isEmpty()
                            && ConditionalReference.of(uri).isEmpty())
                    .isPresent();
            List<Identifier> known =
                    isLocal ? identifierIn(reference).stream().toList() : externalIdentifiers(reference);
            return remembered.find(type, known);
        });
    }

    /** As {@link #resolve}, within the message. A mapping asks several times for the resource of one reference. */
    private Optional<FhirElement> resolveInMessage(FhirElement reference) {
        Optional<FhirElement> known = resolved.get(reference);
        if (known == null) {
            known = findInMessage(reference);
            resolved.put(reference, known);
        }
        return known;
    }

    private Optional<FhirElement> findInMessage(FhirElement reference) {
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
            return find(ConditionalReference.key(conditional.get().type(), identifier), reference);
        }
        return resolveLiteral(reference, normalized(uri)).or(() -> findByIdentifier(reference));
    }

    private Optional<FhirElement> findByIdentifier(FhirElement reference) {
        return reference.text("type").flatMap(type -> identifierIn(reference)
                .flatMap(identifier -> find(ConditionalReference.key(type, identifier), reference)));
    }

    private Optional<FhirElement> resolveLiteral(FhirElement reference, String uri) {
        boolean isRelative = LiteralReference.of(uri)
                .filter(literal -> literal.server().isEmpty())
                .isPresent();
        // A relative reference is relative to the server of the resource that contains it, where that is known.
        return isRelative
                ? identities
                        .serverOf(reference.root())
                        .flatMap(server -> find(server + "/" + uri, reference))
                        .or(() -> find(uri, reference))
                : find(uri, reference);
    }

    private Optional<FhirElement> find(String uri, FhirElement reference) {
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
                        .computeIfAbsent(container, ReferenceResolver::containedById)
                        .get(id));
    }

    private static Map<String, FhirElement> containedById(FhirElement container) {
        Map<String, FhirElement> byId = new HashMap<>();
        container.children("contained").forEach(resource -> resource.text("id")
                .ifPresent(id -> byId.putIfAbsent(id.startsWith("#") ? id.substring(1) : id, resource)));
        return byId;
    }

    /** The Binary of the message that a URL names. */
    public Optional<FhirElement> findBinary(FhirElement url) {
        return url.value()
                .flatMap(uri ->
                        uri.startsWith("#") ? contained(url, uri.substring(1)) : resolveLiteral(url, normalized(uri)))
                .filter(found -> found.isType("Binary"));
    }

    /** The type of the referenced resource, where the message states it. */
    public Optional<String> typeOf(FhirElement reference) {
        Optional<String> uri = reference.text("reference");
        return resolveInMessage(reference)
                .map(FhirElement::typeName)
                .or(() -> uri.flatMap(LiteralReference::of).map(LiteralReference::type))
                .or(() -> uri.flatMap(ConditionalReference::of).map(ConditionalReference::type))
                .or(() -> reference.text("type"));
    }

    /** The identifiers of the referenced resource, whether it is in the message or not. */
    public List<Identifier> identifiersOf(FhirElement reference) {
        return resolveInMessage(reference)
                .map(target -> identityOf(target).all())
                .orElseGet(() -> externalIdentifiers(reference));
    }

    /**
     * The identifiers that a reference contains of a resource that is not in the message; none where it contains only a text.
     *
     * @throws RejectionException where it refers to an entry or a contained resource that is not there
     */
    public List<Identifier> externalIdentifiers(FhirElement reference) {
        List<Identifier> identifiers = new ArrayList<>();
        identifierIn(reference).ifPresent(identifiers::add);
        Optional<String> uri = reference.text("reference");
        if (uri.isPresent()) {
            Optional<ConditionalReference> conditional = ConditionalReference.of(uri.get());
            Optional<LiteralReference> literal = LiteralReference.of(uri.get());
            if (conditional.isPresent()) {
                identifiers.add(conditional.get().identifier(reference));
            } else if (literal.isPresent()) {
                identifiers.addAll(identities.scopedId(literal.get(), reference, identifiers.isEmpty()));
            } else if (identifiers.isEmpty()) {
                throw FhirRejectionCode.UNRESOLVED_REFERENCE.exceptionAt(reference.path());
            }
        }
        return identifiers.stream().distinct().toList();
    }

    private static Optional<Identifier> identifierIn(FhirElement reference) {
        return toIdentifier(reference.child("identifier"));
    }

    /** As {@link ResourceIdentities#identityOf}. */
    public ResourceIdentity identityOf(FhirElement resource) {
        return identities.identityOf(resource);
    }

    /** Whether references of later messages find the resource by its identifiers or its id. */
    public boolean isKeptForReferences(FhirElement resource) {
        return remembered.isKept(resource.typeName())
                && !identityOf(resource).lasting().isEmpty();
    }

    /** Whether the message is a document: what it refers to is in its Bundle (FHIR R4, 3.3.1). */
    public boolean isDocument() {
        return message.kind() == FhirMessage.Kind.DOCUMENT;
    }

    /**
     * Whether the message states all of the resource, so that what it leaves out is no longer so. A create may repeat a
     * part of what exists already, a document contains what concerns it, and the tag SUBSETTED marks the result of
     * {@code _summary} and {@code _elements} (FHIR R4, 3.1.1.5.8).
     */
    public boolean isWholeState(FhirElement resource) {
        boolean subsetted = resource.peek("meta").stream()
                .flatMap(meta -> meta.peek("tag").stream())
                .flatMap(tag -> tag.peek("code").stream())
                .flatMap(code -> code.peekValue().stream())
                .anyMatch("SUBSETTED"::equals);
        return !subsetted
                && !isDocument()
                && identities
                        .entry(resource)
                        .filter(entry -> entry.request().ifNoneExist().isEmpty())
                        .filter(entry -> message.kind() == FhirMessage.Kind.SINGLE
                                || entry.request().isUpdate()
                                || identities.hasLastingId(entry))
                        .isPresent();
    }

    /** The version from which the sender made this one (If-Match), where the resource does not state its own. */
    public Optional<String> baseVersion(FhirElement resource) {
        return identities.entry(resource).flatMap(entry -> entry.request().ifMatch());
    }

    /** Empty without a system or a value. */
    public static Optional<Identifier> toIdentifier(FhirElement identifier) {
        return ResourceIdentities.toIdentifier(identifier);
    }
}
