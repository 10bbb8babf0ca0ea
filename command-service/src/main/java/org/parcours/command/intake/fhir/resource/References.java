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
public final class References {

    private static final Pattern LITERAL =
            Pattern.compile("(?:(https?://.+)/)?([A-Z][A-Za-z]+)/([A-Za-z0-9.\\-]{1,64})(?:/_history/.*)?");
    private static final Pattern CONDITIONAL = Pattern.compile("([A-Z][A-Za-z]+)\\?identifier=([^|&]+)\\|([^&]+)");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String URN_SYSTEM = "urn:ietf:rfc:3986";

    private final Sender sender;
    private final Map<String, Resource> byPlace = new HashMap<>();
    private final Map<Resource, String> places = new IdentityHashMap<>();

    public References(Sender sender, List<Entry> entries) {
        this.sender = sender;
        for (Entry entry : entries) {
            entry.resource().ifPresent(resource -> index(resource, entry.fullUrl()));
        }
    }

    private void index(Resource resource, Optional<String> fullUrl) {
        places.put(resource, fullUrl.orElse(""));
        fullUrl.ifPresent(url -> byPlace.putIfAbsent(url, resource));
        if (resource.getIdElement().hasIdPart()) {
            byPlace.putIfAbsent(
                    resource.fhirType() + "/" + resource.getIdElement().getIdPart(), resource);
        }
        for (Identifier number : numbersOf(resource)) {
            byPlace.putIfAbsent(resource.fhirType() + "?" + number.system() + "|" + number.value(), resource);
        }
    }

    /** The resource that it leads to, if it was sent too. */
    public Optional<Resource> resolve(Reference reference, Resource from) {
        if (reference.getResource() instanceof Resource contained) {
            return Optional.of(contained);
        }
        String told = reference.getReference();
        if (told == null) {
            return logical(reference).map(byPlace::get);
        }
        if (told.startsWith("#")) {
            return from instanceof DomainResource whole
                    ? whole.getContained().stream()
                            .filter(inside -> ("#" + inside.getIdElement().getIdPart()).equals(told)
                                    || told.equals(inside.getId()))
                            .findFirst()
                    : Optional.empty();
        }
        Matcher conditional = CONDITIONAL.matcher(told);
        if (conditional.matches()) {
            return Optional.ofNullable(
                    byPlace.get(conditional.group(1) + "?" + conditional.group(2) + "|" + conditional.group(3)));
        }
        Resource exact = byPlace.get(told);
        if (exact != null) {
            return Optional.of(exact);
        }
        Matcher literal = LITERAL.matcher(told);
        return literal.matches() && literal.group(1) == null
                ? Optional.ofNullable(byPlace.get(literal.group(2) + "/" + literal.group(3)))
                : Optional.empty();
    }

    private static Optional<String> logical(Reference reference) {
        return text(reference.getType()).flatMap(type -> number(reference.getIdentifier())
                .map(number -> type + "?" + number.system() + "|" + number.value()));
    }

    /** The type that it leads to, as far as it says. */
    public Optional<String> typeOf(Reference reference, Resource from) {
        Optional<String> resolved = resolve(reference, from).map(Resource::fhirType);
        if (resolved.isPresent()) {
            return resolved;
        }
        String told = text(reference.getReference()).orElse("");
        Matcher literal = LITERAL.matcher(told);
        if (literal.matches()) {
            return Optional.of(literal.group(2));
        }
        Matcher conditional = CONDITIONAL.matcher(told);
        return conditional.matches() ? Optional.of(conditional.group(1)) : Optional.ofNullable(reference.getType());
    }

    /** The number of something that was not sent; empty where the reference has none. */
    public Optional<Identifier> numberOutside(Reference reference, String at) {
        Optional<Identifier> number = number(reference.getIdentifier());
        Optional<String> told = text(reference.getReference());
        if (number.isPresent() || told.isEmpty()) {
            return number.map(any -> Identifier.of(any.system(), any.value()));
        }
        String text = told.get();
        Matcher conditional = CONDITIONAL.matcher(text);
        if (conditional.matches()) {
            return Optional.of(Identifier.of(conditional.group(2), conditional.group(3)));
        }
        Matcher literal = LITERAL.matcher(text);
        if (literal.matches()) {
            return Optional.of(
                    own(Optional.ofNullable(literal.group(1)), literal.group(2) + "/" + literal.group(3), at));
        }
        throw new RejectionException(FhirRejections.DANGLING.at(at));
    }

    /** The first number that somebody gave it, and else its own. */
    public Identifier numberOf(Resource resource, String at) {
        return numbersOf(resource).stream()
                .findFirst()
                .or(() -> ownNumber(resource, at))
                .orElseThrow(() -> new RejectionException(FhirRejections.NO_IDENTIFIER.at(at + ".identifier")));
    }

    /** Numbers without a system are nobody's. */
    public List<Identifier> numbersOf(Resource resource) {
        return identifiersOf(resource).stream()
                .flatMap(told -> number(told).stream())
                .toList();
    }

    /** By its id, at its server or its sender. */
    public Optional<Identifier> ownNumber(Resource resource, String at) {
        String place = places.get(resource);
        if (place == null) {
            return Optional.empty(); // contained: its id means something in there only
        }
        Matcher url = LITERAL.matcher(place);
        if (url.matches() && url.group(1) != null) {
            return Optional.of(Identifier.of(url.group(1), url.group(2) + "/" + url.group(3)));
        }
        if (resource.getIdElement().hasIdPart()) {
            String id = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
            return Optional.of(own(Optional.empty(), id, at + ".id"));
        }
        return place.startsWith("urn:") ? Optional.of(Identifier.of(URN_SYSTEM, place)) : Optional.empty();
    }

    /** Of a sender who does not say who it is only a UUID means something: the same to everybody (RFC 9562). */
    private Identifier own(Optional<String> server, String id, String at) {
        if (server.isPresent() || !sender.application().equals(UNKNOWN)) {
            return Identifier.of(server.orElse("urn:parcours:sender:" + sender.application()), id);
        }
        String alone = id.substring(id.indexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (UUID.matcher(alone).matches()) {
            return Identifier.of(URN_SYSTEM, "urn:uuid:" + alone);
        }
        throw new RejectionException(FhirRejections.NO_SOURCE.at(at));
    }

    /** The application of a sender who does not say who it is. */
    public static final String UNKNOWN = "unknown";

    /** Where system and value are told. HAPI finds an element there that has nothing but extensions, and no value. */
    public static Optional<Identifier> number(org.hl7.fhir.r4.model.Identifier told) {
        return text(told.getSystem())
                .flatMap(system -> text(told.getValue()).map(value -> new Identifier(system, value, typeOf(told))));
    }

    private static Optional<String> text(@Nullable String told) {
        return Optional.ofNullable(told).filter(text -> !text.isBlank());
    }

    private static Optional<String> typeOf(org.hl7.fhir.r4.model.Identifier told) {
        return told.getType().getCoding().stream()
                .flatMap(coding -> text(coding.getCode()).stream())
                .findFirst();
    }

    private static List<org.hl7.fhir.r4.model.Identifier> identifiersOf(Resource resource) {
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
