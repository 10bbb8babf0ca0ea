package org.parcours.command.intake.fhir.resource;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.command.intake.IdentifierNormalizer;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.message.RejectionException;
import org.parcours.command.message.Sender;
import org.parcours.events.Identifier;

/**
 * Resolves references between the resources of a message, and derives identifiers from references to resources outside it
 * (FHIR R4, 2.36.4 Bundle references). The id of an entry that is created, or whose fullUrl is a URN, means something inside
 * its Bundle only.
 */
public final class ReferenceResolver {

    /** Groups: the server, the relative reference {@code Patient/1}, its type. */
    private static final Pattern LITERAL =
            Pattern.compile("(?:(https?://.+)/)?(([A-Z][A-Za-z]+)/([A-Za-z0-9.\\-]{1,64}))(?:/_history/.*)?");

    private static final Pattern CONDITIONAL = Pattern.compile("([A-Z][A-Za-z]+)\\?(.*)");
    private static final Pattern CONDITION = Pattern.compile("identifier=([^|&]+)\\|([^|&]+)");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** The application of a sender that does not name itself. */
    public static final String UNKNOWN_APPLICATION = "unknown";

    private static final String URN_SYSTEM = "urn:ietf:rfc:3986";

    private final Sender sender;
    private final FhirMessage message;
    private final RememberedResources remembered;
    private final ContentIdentity contents;
    private final Map<String, List<FhirElement>> resourcesByReference = new HashMap<>();
    private final Map<FhirElement, Map<String, FhirElement>> containedById = new IdentityHashMap<>();
    private final Map<FhirElement, ResourceEntry> entries = new IdentityHashMap<>();
    private final Map<FhirElement, ResourceIdentity> identities = new IdentityHashMap<>();
    private final Map<FhirElement, List<Identifier>> identifiers = new IdentityHashMap<>();
    private final Map<String, String> normalizedUris = new HashMap<>();

    public ReferenceResolver(Sender sender, FhirMessage message, RememberedResources remembered) {
        this.sender = sender;
        this.message = message;
        this.remembered = remembered;
        this.contents = new ContentIdentity(this);
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
        entries.put(resource, entry);
        entry.fullUrl().ifPresent(url -> index(normalized(url), resource));
        idOf(resource).ifPresent(id -> index(resource.typeName() + "/" + id, resource));
        for (Identifier identifier : businessIdentifiers(resource)) {
            index(conditional(resource.typeName(), identifier), resource);
        }
    }

    private void index(String reference, FhirElement resource) {
        List<FhirElement> found = resourcesByReference.computeIfAbsent(reference, _ -> new ArrayList<>(1));
        if (!found.contains(resource)) {
            found.add(resource);
        }
    }

    private static Optional<String> idOf(FhirElement resource) {
        return resource.text("id");
    }

    /** Many resources of a message refer to the same one. */
    private String normalized(String url) {
        return normalizedUris.computeIfAbsent(url, ReferenceResolver::normalize);
    }

    /** Without the version: {@code _history/2}. A URN's case has no meaning where it is a UUID (RFC 9562 §4). */
    private static String normalize(String url) {
        String stripped = url.strip();
        if (stripped.regionMatches(true, 0, "urn:", 0, 4)) {
            return IdentifierNormalizer.system(stripped);
        }
        int version = stripped.indexOf("/_history/");
        return version < 0 ? stripped : stripped.substring(0, version);
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
            boolean named = reference
                    .text("reference")
                    .filter(uri -> !LITERAL.matcher(uri).matches()
                            && !CONDITIONAL.matcher(uri).matches())
                    .isEmpty();
            List<Identifier> known = named
                    ? externalIdentifiers(reference)
                    : identifierIn(reference).stream().toList();
            return remembered.find(type, known);
        });
    }

    /** Whether references of later messages find the resource by its identifiers or its id. */
    public boolean isKeptForReferences(FhirElement resource) {
        return remembered.isKept(resource.typeName())
                && !identityOf(resource).lasting().isEmpty();
    }

    /** As {@link #resolve}, within the message. */
    private Optional<FhirElement> resolveInMessage(FhirElement reference) {
        Optional<String> literal = reference.text("reference");
        if (literal.isEmpty()) {
            return reference.text("type").flatMap(type -> identifierIn(reference)
                    .flatMap(identifier -> find(conditional(type, identifier), reference)));
        }
        String uri = literal.get();
        if (uri.startsWith("#")) {
            return contained(reference, uri.substring(1));
        }
        Matcher conditional = CONDITIONAL.matcher(uri);
        if (conditional.matches()) {
            return find(conditional(conditional.group(1), condition(conditional.group(2), reference)), reference);
        }
        return resolveLiteral(reference, normalized(uri))
                .or(() -> reference.text("type").flatMap(type -> identifierIn(reference)
                        .flatMap(identifier -> find(conditional(type, identifier), reference))));
    }

    /** The resource of the message that a literal reference names. */
    Optional<FhirElement> findInMessage(String uri, FhirElement reference) {
        return resolveLiteral(reference, normalized(uri));
    }

    /** Whether the message is a document: what it refers to is in its Bundle (FHIR R4, 3.3.1). */
    public boolean isDocument() {
        return message.kind() == FhirMessage.Kind.DOCUMENT;
    }

    /** The Binary of the message that a URL names. */
    public Optional<FhirElement> findBinary(FhirElement url) {
        return url.value()
                .flatMap(uri -> uri.startsWith("#") ? contained(url, uri.substring(1)) : findInMessage(uri, url))
                .filter(found -> found.isType("Binary"));
    }

    private Optional<FhirElement> resolveLiteral(FhirElement reference, String uri) {
        Matcher literal = LITERAL.matcher(uri);
        if (!literal.matches() || literal.group(1) != null) {
            return find(uri, reference);
        }
        // A relative reference is relative to the server of the resource that contains it, where that is known.
        return serverOf(reference.root())
                .flatMap(server -> find(server + "/" + uri, reference))
                .or(() -> find(uri, reference));
    }

    private Optional<FhirElement> find(String uri, FhirElement reference) {
        List<FhirElement> found = resourcesByReference.getOrDefault(uri, List.of());
        if (found.size() > 1 && message.kind() != FhirMessage.Kind.HISTORY) {
            Set<List<Identifier>> different = new LinkedHashSet<>();
            found.forEach(resource -> different.add(businessIdentifiers(resource)));
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
        container.children("contained").forEach(resource -> idOf(resource)
                .ifPresent(id -> byId.putIfAbsent(id.startsWith("#") ? id.substring(1) : id, resource)));
        return byId;
    }

    private static String conditional(String type, Identifier identifier) {
        return type + "?" + identifier.system() + "|" + identifier.value();
    }

    /** The identifier of a condition {@code identifier=system|value}, percent-encoded or not. */
    private static Identifier condition(String parameters, FhirElement at) {
        Matcher matcher = CONDITION.matcher(decoded(parameters));
        return Optional.of(matcher)
                .filter(Matcher::matches)
                .flatMap(found -> IdentifierNormalizer.normalize(Identifier.of(found.group(1), found.group(2))))
                .orElseThrow(() -> FhirRejectionCode.UNSUPPORTED_CONDITION.exceptionAt(at.path()));
    }

    private static String decoded(String parameters) {
        try {
            return URLDecoder.decode(parameters.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return parameters;
        }
    }

    /** The type of the referenced resource, where the message states it. */
    public Optional<String> typeOf(FhirElement reference) {
        String uri = reference.text("reference").orElse("");
        Matcher literal = LITERAL.matcher(uri);
        Matcher conditional = CONDITIONAL.matcher(uri);
        return resolveInMessage(reference)
                .map(FhirElement::typeName)
                .or(() -> literal.matches() ? Optional.of(literal.group(3)) : Optional.empty())
                .or(() -> conditional.matches() ? Optional.of(conditional.group(1)) : Optional.empty())
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
            Matcher conditional = CONDITIONAL.matcher(uri.get());
            Matcher literal = LITERAL.matcher(uri.get());
            if (conditional.matches()) {
                identifiers.add(condition(conditional.group(2), reference));
            } else if (literal.matches()) {
                identifiers.addAll(scopedId(literal, reference, identifiers.isEmpty()));
            } else if (identifiers.isEmpty()) {
                throw FhirRejectionCode.UNRESOLVED_REFERENCE.exceptionAt(reference.path());
            }
        }
        return identifiers.stream().distinct().toList();
    }

    private List<Identifier> scopedId(Matcher literal, FhirElement reference, boolean required) {
        Optional<String> server = Optional.ofNullable(literal.group(1)).or(() -> serverOf(reference.root()));
        if (!required && server.isEmpty() && isUnknownSender() && !isUuid(literal.group(4))) {
            return List.of();
        }
        return List.of(scopedId(server, literal.group(2), reference));
    }

    private static Optional<Identifier> identifierIn(FhirElement reference) {
        return toIdentifier(reference.child("identifier"));
    }

    private Optional<String> serverOf(FhirElement resource) {
        return Optional.ofNullable(entries.get(resource))
                .flatMap(ResourceEntry::fullUrl)
                .map(url -> LITERAL.matcher(normalized(url)))
                .filter(Matcher::matches)
                .flatMap(url -> Optional.ofNullable(url.group(1)));
    }

    /** By what the resource is known; of a contained resource its business identifiers only. */
    public ResourceIdentity identityOf(FhirElement resource) {
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
        List<Identifier> known = identifiers.get(resource);
        if (known == null) {
            known = readBusinessIdentifiers(resource);
            identifiers.put(resource, known);
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
        Optional.ofNullable(entries.get(resource))
                .flatMap(entry -> entry.request().condition())
                .map(parameters -> condition(parameters, resource))
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
        Matcher url = LITERAL.matcher(entry.fullUrl().map(this::normalized).orElse(""));
        boolean hasServer = url.matches() && url.group(1) != null;
        if (hasServer) {
            ids.add(Identifier.of(url.group(1), url.group(2)));
        }
        if (!hasServer || entry.request().isUpdate()) {
            boolean needed = required && ids.isEmpty();
            idOf(resource)
                    .or(() -> idIn(entry.request()))
                    .filter(id -> needed || !isUnknownSender() || isUuid(id))
                    .map(id -> scopedId(Optional.empty(), resource.typeName() + "/" + id, resource.child("id")))
                    .ifPresent(ids::add);
        }
        return ids;
    }

    /**
     * Whether the message states all of the resource, so that what it leaves out is no longer so. A create may repeat a
     * part of what exists already, a document contains what concerns it, and the tag SUBSETTED marks the result of
     * {@code _summary} and {@code _elements} (FHIR R4, 3.1.1.5.8).
     */
    public boolean isWholeState(FhirElement resource) {
        ResourceEntry entry = entries.get(resource);
        boolean subsetted = resource.peek("meta").stream()
                .flatMap(meta -> meta.peek("tag").stream())
                .flatMap(tag -> tag.peek("code").stream())
                .flatMap(code -> code.peekValue().stream())
                .anyMatch("SUBSETTED"::equals);
        if (entry == null
                || subsetted
                || isDocument()
                || entry.request().ifNoneExist().isPresent()) {
            return false;
        }
        return message.kind() == FhirMessage.Kind.SINGLE || entry.request().isUpdate() || hasLastingId(entry);
    }

    /** The version from which the sender made this one (If-Match), where the resource does not state its own. */
    public Optional<String> baseVersion(FhirElement resource) {
        return Optional.ofNullable(entries.get(resource))
                .flatMap(entry -> entry.request().ifMatch());
    }

    /** Whether the id of the entry means something outside its message. */
    private boolean hasLastingId(ResourceEntry entry) {
        boolean hasServer =
                entry.fullUrl().filter(url -> LITERAL.matcher(url).matches()).isPresent();
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

    private static Optional<String> idIn(EntryRequest request) {
        return request.url().map(LITERAL::matcher).filter(Matcher::matches).map(url -> url.group(4));
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
        return sender.application().equals(UNKNOWN_APPLICATION);
    }

    private String senderSystem() {
        return "urn:parcours:sender:" + sender.application();
    }

    /** Empty without a system or a value. */
    public static Optional<Identifier> toIdentifier(FhirElement identifier) {
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
