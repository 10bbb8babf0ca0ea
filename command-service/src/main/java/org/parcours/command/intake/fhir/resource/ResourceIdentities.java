package org.parcours.command.intake.fhir.resource;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.parcours.command.intake.IdentifierNormalizer;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.message.Sender;
import org.parcours.events.Identifier;

/**
 * By what the resources of a message are known. The id of an entry that is created, or whose fullUrl is a URN, means
 * something inside its Bundle only.
 */
final class ResourceIdentities {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String URN_SYSTEM = "urn:ietf:rfc:3986";

    private final Sender sender;
    private final FhirMessage message;
    private final ContentIdentity contents;
    private final Map<FhirElement, ResourceEntry> entries = new IdentityHashMap<>();
    private final Map<FhirElement, ResourceIdentity> identities = new IdentityHashMap<>();
    private final Map<FhirElement, List<Identifier>> businessIdentifiers = new IdentityHashMap<>();

    /** @param findInMessage the resource of the message that the URI of a reference names */
    ResourceIdentities(
            Sender sender, FhirMessage message, BiFunction<String, FhirElement, Optional<FhirElement>> findInMessage) {
        this.sender = sender;
        this.message = message;
        this.contents = new ContentIdentity(findInMessage, this::businessIdentifiers);
        message.entries().forEach(entry -> entry.resource().ifPresent(resource -> entries.put(resource, entry)));
    }

    Optional<ResourceEntry> entry(FhirElement resource) {
        return Optional.ofNullable(entries.get(resource));
    }

    /** By what the resource is known; of a contained resource its business identifiers only. */
    ResourceIdentity identityOf(FhirElement resource) {
        ResourceIdentity known = identities.get(resource);
        if (known == null) {
            List<Identifier> business = businessIdentifiers(resource);
            List<Identifier> ids = lastingIds(resource, business.isEmpty());
            boolean needsContent = business.isEmpty() && ids.isEmpty() && entries.containsKey(resource);
            known = new ResourceIdentity(
                    business, ids, needsContent ? Optional.of(contentIdentifier(resource)) : Optional.empty());
            identities.put(resource, known);
        }
        return known;
    }

    private Identifier contentIdentifier(FhirElement resource) {
        String uuid = contents.of(resource);
        return isUnknownSender()
                ? Identifier.of(URN_SYSTEM, "urn:uuid:" + uuid)
                : Identifier.of(senderSystem(), resource.typeName() + "/" + uuid);
    }

    /** Those without a system or a value identify nothing, and are left out. */
    List<Identifier> businessIdentifiers(FhirElement resource) {
        List<Identifier> known = businessIdentifiers.get(resource);
        if (known == null) {
            known = readBusinessIdentifiers(resource);
            businessIdentifiers.put(resource, known);
        }
        return known;
    }

    private List<Identifier> readBusinessIdentifiers(FhirElement resource) {
        Set<Identifier> identifiers = new LinkedHashSet<>();
        toIdentifier(resource.child("masterIdentifier")).ifPresent(identifiers::add);
        resource.children("identifier").forEach(each -> toIdentifier(each).ifPresent(identifiers::add));
        if (resource.isType("Composition")) {
            // Composition.identifier is the same for all versions of a document, Bundle.identifier is the version's
            // own.
            message.documentIdentifier().ifPresent(identifiers::add);
        }
        entry(resource)
                .flatMap(entry -> entry.request().condition())
                .map(parameters -> ConditionalReference.identifier(parameters, resource))
                .filter(identifier -> identifiers.stream().noneMatch(identifier::isSameNumberAs))
                .ifPresent(identifiers::add);
        return List.copyOf(identifiers);
    }

    /** Within the server that the fullUrl names, and within the sender where it updates the resource here. */
    private List<Identifier> lastingIds(FhirElement resource, boolean required) {
        ResourceEntry entry = entries.get(resource);
        if (entry == null || !hasLastingId(entry)) {
            return List.of();
        }
        List<Identifier> ids = new ArrayList<>();
        Optional<LiteralReference> url = address(entry);
        Optional<String> server = url.flatMap(LiteralReference::server);
        server.ifPresent(name -> ids.add(Identifier.of(name, url.get().relative())));
        if (server.isEmpty() || entry.request().isUpdate()) {
            boolean needed = required && ids.isEmpty();
            resource.text("id")
                    .or(() ->
                            entry.request().url().flatMap(LiteralReference::of).map(LiteralReference::id))
                    .filter(id -> needed || !isUnknownSender() || isUuid(id))
                    .map(id -> scopedId(Optional.empty(), resource.typeName() + "/" + id, resource.child("id")))
                    .ifPresent(ids::add);
        }
        return ids;
    }

    private static Optional<LiteralReference> address(ResourceEntry entry) {
        return entry.fullUrl().map(LiteralReference::normalize).flatMap(LiteralReference::of);
    }

    /** The server of the resource, where its fullUrl names one. */
    Optional<String> serverOf(FhirElement resource) {
        return entry(resource).flatMap(ResourceIdentities::address).flatMap(LiteralReference::server);
    }

    /** Whether the id of the entry means something outside its message. */
    boolean hasLastingId(ResourceEntry entry) {
        boolean hasServer = entry.fullUrl().flatMap(LiteralReference::of).isPresent();
        return switch (message.kind()) {
            case SINGLE -> true;
            // In a history the id is the server's, also of the version that created the resource.
            case HISTORY ->
                hasServer || entry.request().isUpdate() || entry.fullUrl().isEmpty();
            case TRANSACTION, BATCH, MESSAGE, COLLECTION, DOCUMENT, SEARCHSET ->
                entry.request().isUpdate() && entry.request().condition().isEmpty()
                        || hasServer && !entry.request().isCreate();
        };
    }

    /**
     * The id of a resource outside the message that a reference names.
     *
     * @param required whether nothing else identifies the resource
     */
    List<Identifier> scopedId(LiteralReference literal, FhirElement reference, boolean required) {
        Optional<String> server = literal.server().or(() -> serverOf(reference.root()));
        if (!required && server.isEmpty() && isUnknownSender() && !isUuid(literal.id())) {
            return List.of();
        }
        return List.of(scopedId(server, literal.relative(), reference));
    }

    /** An id of an unknown sender identifies a resource only where it is a UUID: unique everywhere (RFC 9562). */
    private Identifier scopedId(Optional<String> server, String id, FhirElement at) {
        if (server.isPresent() || !isUnknownSender()) {
            return Identifier.of(server.orElseGet(this::senderSystem), id);
        }
        String uuid = id.substring(id.indexOf('/') + 1);
        if (isUuid(uuid)) {
            return Identifier.of(URN_SYSTEM, "urn:uuid:" + uuid.toLowerCase(Locale.ROOT));
        }
        throw FhirRejectionCode.UNKNOWN_SOURCE.exceptionAt(at.path());
    }

    private static boolean isUuid(String id) {
        return UUID.matcher(id.toLowerCase(Locale.ROOT)).matches();
    }

    private boolean isUnknownSender() {
        return sender.application().equals(ReferenceResolver.UNKNOWN_APPLICATION);
    }

    private String senderSystem() {
        return "urn:parcours:sender:" + sender.application();
    }

    /** Empty without a system or a value. */
    static Optional<Identifier> toIdentifier(FhirElement identifier) {
        Optional<String> system = identifier.text("system");
        Optional<String> value = identifier.text("value");
        return system.flatMap(authority -> value.map(number -> new Identifier(authority, number, typeCode(identifier))))
                .flatMap(IdentifierNormalizer::normalize);
    }

    private static Optional<String> typeCode(FhirElement identifier) {
        return identifier.child("type").children("coding").stream()
                .flatMap(coding -> coding.text("code").stream())
                .findFirst();
    }
}
