package org.parcours.command.intake.fhir.resource;

import static org.parcours.command.intake.fhir.resource.FhirMessageReader.nonBlank;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.parcours.command.message.RejectionException;
import org.parcours.command.message.Sender;
import org.parcours.events.Identifier;

/**
 * Resolves references between the resources of a message, and derives an identifier from a reference to a resource
 * outside it. A resource without a business identifier is identified by its id, which is unique within its server, or
 * within its sender where no server is named.
 */
public final class ReferenceResolver {

    /** Groups: the server, the relative reference {@code Patient/1}, its type. */
    private static final Pattern LITERAL =
            Pattern.compile("(?:(https?://.+)/)?(([A-Z][A-Za-z]+)/[A-Za-z0-9.\\-]{1,64})(?:/_history/.*)?");

    private static final Pattern CONDITIONAL = Pattern.compile("([A-Z][A-Za-z]+)\\?identifier=([^|&]+)\\|([^&]+)");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** The application of a sender that does not name itself. */
    public static final String UNKNOWN_APPLICATION = "unknown";

    private static final String URN_SYSTEM = "urn:ietf:rfc:3986";

    private final Sender sender;
    private final Map<String, Resource> resourcesByReference = new HashMap<>();
    private final Map<Resource, String> fullUrls = new IdentityHashMap<>();

    public ReferenceResolver(Sender sender, List<ResourceEntry> entries) {
        this.sender = sender;
        for (ResourceEntry entry : entries) {
            entry.resource().ifPresent(resource -> index(resource, entry.fullUrl()));
        }
    }

    private void index(Resource resource, Optional<String> fullUrl) {
        fullUrls.put(resource, fullUrl.orElse(""));
        fullUrl.ifPresent(url -> resourcesByReference.putIfAbsent(url, resource));
        if (resource.getIdElement().hasIdPart()) {
            resourcesByReference.putIfAbsent(
                    resource.fhirType() + "/" + resource.getIdElement().getIdPart(), resource);
        }
        for (Identifier identifier : identifiersOf(resource)) {
            resourcesByReference.putIfAbsent(conditional(resource.fhirType(), identifier), resource);
        }
    }

    /** The referenced resource, where it is in the message or contained in {@code from}. */
    public Optional<Resource> resolve(Reference reference, Resource from) {
        if (reference.getResource() instanceof Resource resource) {
            return Optional.of(resource);
        }
        String uri = reference.getReference();
        if (uri == null) {
            return logicalReference(reference).map(resourcesByReference::get);
        }
        if (uri.startsWith("#")) {
            List<Resource> contained = from instanceof DomainResource container ? container.getContained() : List.of();
            return contained.stream()
                    .filter(resource ->
                            uri.equals("#" + resource.getIdElement().getIdPart()) || uri.equals(resource.getId()))
                    .findFirst();
        }
        Matcher conditional = CONDITIONAL.matcher(uri);
        if (conditional.matches()) {
            return Optional.ofNullable(resourcesByReference.get(
                    conditional.group(1) + "?" + conditional.group(2) + "|" + conditional.group(3)));
        }
        Matcher literal = LITERAL.matcher(uri);
        return Optional.ofNullable(resourcesByReference.get(uri))
                .or(() -> literal.matches() && literal.group(1) == null
                        ? Optional.ofNullable(resourcesByReference.get(literal.group(2)))
                        : Optional.empty());
    }

    private static Optional<String> logicalReference(Reference reference) {
        return nonBlank(reference.getType()).flatMap(type -> toIdentifier(reference.getIdentifier())
                .map(identifier -> conditional(type, identifier)));
    }

    private static String conditional(String type, Identifier identifier) {
        return type + "?" + identifier.system() + "|" + identifier.value();
    }

    /** The type of the referenced resource, where the message states it. */
    public Optional<String> typeOf(Reference reference, Resource from) {
        String uri = nonBlank(reference.getReference()).orElse("");
        Matcher literal = LITERAL.matcher(uri);
        Matcher conditional = CONDITIONAL.matcher(uri);
        return resolve(reference, from)
                .map(Resource::fhirType)
                .or(() -> literal.matches() ? Optional.of(literal.group(3)) : Optional.empty())
                .or(() -> conditional.matches() ? Optional.of(conditional.group(1)) : Optional.empty())
                .or(() -> Optional.ofNullable(reference.getType()));
    }

    /**
     * The identifier of a resource that is not in the message; empty where the reference is empty.
     *
     * @throws RejectionException where the reference contains no identifier
     */
    public Optional<Identifier> externalIdentifier(Reference reference, String path) {
        Optional<Identifier> identifier = toIdentifier(reference.getIdentifier());
        Optional<String> literalReference = nonBlank(reference.getReference());
        if (identifier.isPresent() || literalReference.isEmpty()) {
            return identifier.map(external -> Identifier.of(external.system(), external.value()));
        }
        String uri = literalReference.get();
        Matcher conditional = CONDITIONAL.matcher(uri);
        if (conditional.matches()) {
            return Optional.of(Identifier.of(conditional.group(2), conditional.group(3)));
        }
        Matcher literal = LITERAL.matcher(uri);
        if (literal.matches()) {
            return Optional.of(scopedId(Optional.ofNullable(literal.group(1)), literal.group(2), path));
        }
        throw FhirRejectionCode.UNRESOLVED_REFERENCE.exceptionAt(path);
    }

    /** The first business identifier of the resource, otherwise its id as an identifier. */
    public Identifier identifierOf(Resource resource, String path) {
        return identifiersOf(resource).stream()
                .findFirst()
                .or(() -> idAsIdentifier(resource, path))
                .orElseThrow(() -> FhirRejectionCode.NO_IDENTIFIER.exceptionAt(path + ".identifier"));
    }

    /** The business identifiers of the resource; those without a system or a value identify nothing, and are left out. */
    public List<Identifier> identifiersOf(Resource resource) {
        return Optional.ofNullable(resource.getNamedProperty("identifier")).stream()
                .flatMap(property -> property.getValues().stream())
                .filter(org.hl7.fhir.r4.model.Identifier.class::isInstance)
                .flatMap(value -> toIdentifier((org.hl7.fhir.r4.model.Identifier) value).stream())
                .toList();
    }

    /** The id of the resource as an identifier within its server or its sender; empty where it has none. */
    public Optional<Identifier> idAsIdentifier(Resource resource, String path) {
        String fullUrl = fullUrls.get(resource);
        if (fullUrl == null) {
            return Optional.empty(); // contained: the id is unique within its container only
        }
        Matcher url = LITERAL.matcher(fullUrl);
        if (url.matches() && url.group(1) != null) {
            return Optional.of(Identifier.of(url.group(1), url.group(2)));
        }
        if (resource.getIdElement().hasIdPart()) {
            String id = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
            return Optional.of(scopedId(Optional.empty(), id, path + ".id"));
        }
        return fullUrl.startsWith("urn:") ? Optional.of(Identifier.of(URN_SYSTEM, fullUrl)) : Optional.empty();
    }

    /** An id of an unknown sender identifies a resource only where it is a UUID: unique everywhere (RFC 9562). */
    private Identifier scopedId(Optional<String> server, String id, String path) {
        if (server.isPresent() || !sender.application().equals(UNKNOWN_APPLICATION)) {
            return Identifier.of(server.orElse("urn:parcours:sender:" + sender.application()), id);
        }
        String uuid = id.substring(id.indexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (UUID.matcher(uuid).matches()) {
            return Identifier.of(URN_SYSTEM, "urn:uuid:" + uuid);
        }
        throw FhirRejectionCode.UNKNOWN_SOURCE.exceptionAt(path);
    }

    /** Empty without a system or a value: HAPI also returns an element that has extensions only. */
    public static Optional<Identifier> toIdentifier(org.hl7.fhir.r4.model.Identifier identifier) {
        return nonBlank(identifier.getSystem()).flatMap(system -> nonBlank(identifier.getValue())
                .map(value -> new Identifier(system, value, typeCodeOf(identifier))));
    }

    private static Optional<String> typeCodeOf(org.hl7.fhir.r4.model.Identifier identifier) {
        return identifier.getType().getCoding().stream()
                .flatMap(coding -> nonBlank(coding.getCode()).stream())
                .findFirst();
    }
}
