package org.parcours.command.intake.fhir.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private final MessageResourceIndex resources;

    public ReferenceResolver(Sender sender, FhirMessage message, ReferencedResources remembered) {
        this.message = message;
        this.remembered = remembered;
        this.identities = new ResourceIdentities(sender, message, this::findInMessage);
        this.resources = new MessageResourceIndex(message, identities);
    }

    /** For the identities, which are asked for once the resources are known. */
    private Optional<FhirElement> findInMessage(String uri, FhirElement reference) {
        return resources.findLiteral(uri, reference);
    }

    /** The resources of the message that have that type, in the order sent. */
    public List<FhirElement> resources(String type) {
        return message.entries().stream()
                .flatMap(entry -> entry.resource(type).stream())
                .toList();
    }

    /**
     * The referenced resource, where it is in the message or contained in the resource that refers to it. A place, a person
     * or an organisation that the reference does not display, as an earlier message of the sender reported it.
     *
     * @throws RejectionException where several resources of the message have what the reference names
     */
    public Optional<FhirElement> resolve(FhirElement reference) {
        return resources
                .find(reference)
                .or(() -> reference.peek("display").isEmpty() ? remembered(reference) : Optional.empty());
    }

    private Optional<FhirElement> remembered(FhirElement reference) {
        return typeOf(reference).filter(remembered::isKept).flatMap(type -> {
            boolean isLocal = reference
                    .text("reference")
                    .filter(uri -> LiteralReference.of(uri).isEmpty()
                            && ConditionalReference.of(uri).isEmpty())
                    .isPresent();
            List<Identifier> known = isLocal
                    ? toIdentifier(reference.child("identifier")).stream().toList()
                    : externalIdentifiers(reference);
            return remembered.find(type, known);
        });
    }

    /** The Binary of the message that a URL names. */
    public Optional<FhirElement> findBinary(FhirElement url) {
        return resources.findAddressed(url).filter(found -> found.isType("Binary"));
    }

    /** The type of the referenced resource, where the message states it. */
    public Optional<String> typeOf(FhirElement reference) {
        Optional<String> uri = reference.text("reference");
        return resources
                .find(reference)
                .map(FhirElement::typeName)
                .or(() -> uri.flatMap(LiteralReference::of).map(LiteralReference::type))
                .or(() -> uri.flatMap(ConditionalReference::of).map(ConditionalReference::type))
                .or(() -> reference.text("type"));
    }

    /** The identifiers of the referenced resource, whether it is in the message or not. */
    public List<Identifier> identifiersOf(FhirElement reference) {
        return resources
                .find(reference)
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
        toIdentifier(reference.child("identifier")).ifPresent(identifiers::add);
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
