package org.parcours.command.intake.fhir.resource;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.parcours.command.message.RejectionException;
import org.parcours.command.message.Sender;
import org.parcours.events.Identifier;

/**
 * Where references lead, inside what was sent; and the number by which one goes that leads outside. A resource that has no
 * number from anybody goes by its id, which means something at its server only, or at its sender.
 */
public final class ReferenceResolver {

    private static final Pattern LITERAL =
            Pattern.compile("(?:(https?://.+)/)?([A-Z][A-Za-z]+)/([A-Za-z0-9.\\-]{1,64})(?:/_history/.*)?");
    private static final Pattern CONDITIONAL = Pattern.compile("([A-Z][A-Za-z]+)\\?identifier=([^|&]+)\\|([^&]+)");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
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
            resourcesByReference.putIfAbsent(
                    resource.fhirType() + "?" + identifier.system() + "|" + identifier.value(), resource);
        }
    }

    /** The resource that it leads to, if it was sent too. */
    public Optional<Resource> resolve(Reference reference, Resource from) {
        if (reference.getResource() instanceof Resource contained) {
            return Optional.of(contained);
        }
        String told = reference.getReference();
        if (told == null) {
            return logicalReference(reference).map(resourcesByReference::get);
        }
        if (told.startsWith("#")) {
            return from instanceof DomainResource container
                    ? container.getContained().stream()
                            .filter(containedResource ->
                                    ("#" + containedResource.getIdElement().getIdPart()).equals(told)
                                            || told.equals(containedResource.getId()))
                            .findFirst()
                    : Optional.empty();
        }
        Matcher conditional = CONDITIONAL.matcher(told);
        if (conditional.matches()) {
            return Optional.ofNullable(resourcesByReference.get(
                    conditional.group(1) + "?" + conditional.group(2) + "|" + conditional.group(3)));
        }
        Resource exact = resourcesByReference.get(told);
        if (exact != null) {
            return Optional.of(exact);
        }
        Matcher literal = LITERAL.matcher(told);
        return literal.matches() && literal.group(1) == null
                ? Optional.ofNullable(resourcesByReference.get(literal.group(2) + "/" + literal.group(3)))
                : Optional.empty();
    }

    private static Optional<String> logicalReference(Reference reference) {
        return nonBlank(reference.getType()).flatMap(type -> toIdentifier(reference.getIdentifier())
                .map(identifier -> type + "?" + identifier.system() + "|" + identifier.value()));
    }

    /** The type that it leads to, as far as it says. */
    public Optional<String> typeOf(Reference reference, Resource from) {
        Optional<String> resolved = resolve(reference, from).map(Resource::fhirType);
        if (resolved.isPresent()) {
            return resolved;
        }
        String told = nonBlank(reference.getReference()).orElse("");
        Matcher literal = LITERAL.matcher(told);
        if (literal.matches()) {
            return Optional.of(literal.group(2));
        }
        Matcher conditional = CONDITIONAL.matcher(told);
        return conditional.matches() ? Optional.of(conditional.group(1)) : Optional.ofNullable(reference.getType());
    }

    /** The number of something that was not sent; empty where the reference has none. */
    public Optional<Identifier> externalIdentifier(Reference reference, String path) {
        Optional<Identifier> identifier = toIdentifier(reference.getIdentifier());
        Optional<String> told = nonBlank(reference.getReference());
        if (identifier.isPresent() || told.isEmpty()) {
            return identifier.map(external -> Identifier.of(external.system(), external.value()));
        }
        String text = told.get();
        Matcher conditional = CONDITIONAL.matcher(text);
        if (conditional.matches()) {
            return Optional.of(Identifier.of(conditional.group(2), conditional.group(3)));
        }
        Matcher literal = LITERAL.matcher(text);
        if (literal.matches()) {
            return Optional.of(
                    scopedId(Optional.ofNullable(literal.group(1)), literal.group(2) + "/" + literal.group(3), path));
        }
        throw new RejectionException(FhirRejections.UNRESOLVED_REFERENCE.at(path));
    }

    /** The first number that somebody gave it, and else its own. */
    public Identifier identifierOf(Resource resource, String path) {
        return identifiersOf(resource).stream()
                .findFirst()
                .or(() -> idAsIdentifier(resource, path))
                .orElseThrow(() -> new RejectionException(FhirRejections.NO_IDENTIFIER.at(path + ".identifier")));
    }

    /** Numbers without a system are nobody's. */
    public List<Identifier> identifiersOf(Resource resource) {
        return fhirIdentifiersOf(resource).stream()
                .flatMap(told -> toIdentifier(told).stream())
                .toList();
    }

    /** By its id, at its server or its sender. */
    public Optional<Identifier> idAsIdentifier(Resource resource, String path) {
        String fullUrl = fullUrls.get(resource);
        if (fullUrl == null) {
            return Optional.empty(); // contained: its id means something in there only
        }
        Matcher url = LITERAL.matcher(fullUrl);
        if (url.matches() && url.group(1) != null) {
            return Optional.of(Identifier.of(url.group(1), url.group(2) + "/" + url.group(3)));
        }
        if (resource.getIdElement().hasIdPart()) {
            String id = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
            return Optional.of(scopedId(Optional.empty(), id, path + ".id"));
        }
        return fullUrl.startsWith("urn:") ? Optional.of(Identifier.of(URN_SYSTEM, fullUrl)) : Optional.empty();
    }

    /** Of a sender who does not say who it is only a UUID means something: the same to everybody (RFC 9562). */
    private Identifier scopedId(Optional<String> server, String id, String path) {
        if (server.isPresent() || !sender.application().equals(UNKNOWN_APPLICATION)) {
            return Identifier.of(server.orElse("urn:parcours:sender:" + sender.application()), id);
        }
        String uuid = id.substring(id.indexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (UUID.matcher(uuid).matches()) {
            return Identifier.of(URN_SYSTEM, "urn:uuid:" + uuid);
        }
        throw new RejectionException(FhirRejections.UNKNOWN_SOURCE.at(path));
    }

    /** The application of a sender who does not say who it is. */
    public static final String UNKNOWN_APPLICATION = "unknown";

    /** Where system and value are told. HAPI finds an element there that has nothing but extensions, and no value. */
    public static Optional<Identifier> toIdentifier(org.hl7.fhir.r4.model.Identifier told) {
        return nonBlank(told.getSystem()).flatMap(system -> nonBlank(told.getValue())
                .map(value -> new Identifier(system, value, typeCodeOf(told))));
    }

    private static Optional<String> nonBlank(@Nullable String told) {
        return Optional.ofNullable(told).filter(text -> !text.isBlank());
    }

    private static Optional<String> typeCodeOf(org.hl7.fhir.r4.model.Identifier told) {
        return told.getType().getCoding().stream()
                .flatMap(coding -> nonBlank(coding.getCode()).stream())
                .findFirst();
    }

    private static List<org.hl7.fhir.r4.model.Identifier> fhirIdentifiersOf(Resource resource) {
        Property told = resource.getNamedProperty("identifier");
        if (told == null) {
            return List.of();
        }
        return told.getValues().stream()
                .filter(org.hl7.fhir.r4.model.Identifier.class::isInstance)
                .map((Base value) -> (org.hl7.fhir.r4.model.Identifier) value)
                .toList();
    }
}
