package org.parcours.command.intake.fhir.element;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.parcours.command.message.RejectionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * One element of a resource as it was sent, or the absence of one. A value that is read is accounted for; the others are
 * the resource's {@linkplain UnreadElements unread elements}. Not thread-safe: one thread maps a message.
 *
 * <p>Blank text is absent: FHIR R4 allows no empty values (2.24.0.1).
 */
public final class FhirElement {

    static final int NOT_INDEXED = -1;

    private final Optional<FhirElement> parent;
    private final String name;
    private final int index;
    private final Optional<FhirType> type;
    private final Optional<ElementDefinition> definition;
    private final JsonNode node;
    private final JsonNode primitive;
    private final boolean present;
    private final ElementChildren children;
    private boolean read;

    FhirElement(
            Optional<FhirElement> parent,
            String name,
            int index,
            Optional<FhirType> type,
            Optional<ElementDefinition> definition,
            JsonNode node,
            JsonNode primitive) {
        this.parent = parent;
        this.name = name;
        this.index = index;
        this.type = type;
        this.definition = definition;
        this.node = node;
        this.primitive = primitive;
        this.present = !ElementValueReader.isAbsent(node) || !ElementValueReader.isAbsent(primitive);
        this.children = ElementChildren.of(this, node, primitive);
    }

    /**
     * A resource.
     *
     * @param path in its message: {@code Patient}, {@code Bundle.entry[3].resource}
     */
    public static FhirElement resource(JsonNode node, String path) {
        return new FhirElement(
                Optional.empty(),
                path,
                NOT_INDEXED,
                resourceTypeOf(node),
                Optional.empty(),
                node,
                MissingNode.getInstance());
    }

    static Optional<FhirType> resourceTypeOf(JsonNode node) {
        return FhirType.resource(resourceType(node));
    }

    private static String resourceType(JsonNode node) {
        return node.path("resourceType").asString("");
    }

    /** The FHIRPath in the message as it was sent; a choice without its type: {@code Observation.value.unit}. */
    public String path() {
        String step = index == NOT_INDEXED ? name : name + "[" + index + "]";
        return parent.isPresent() ? parent.get().path() + "." + step : step;
    }

    public String pathOf(String element) {
        return path() + "." + element;
    }

    /** Without the type of a choice: {@code value}. */
    String name() {
        return name;
    }

    /** {@code Patient} for a resource, {@code Quantity} for the value of {@code valueQuantity}; empty where unknown. */
    public String typeName() {
        return type.isPresent() ? type.get().name() : resourceType(node);
    }

    public boolean isType(String name) {
        return isPresent() && typeName().equals(name);
    }

    Optional<FhirType> type() {
        return type;
    }

    Optional<ElementDefinition> definition() {
        return definition;
    }

    Optional<FhirElement> parent() {
        return parent;
    }

    /** The element as it was sent, without accounting for it. */
    public JsonNode node() {
        return node;
    }

    /** The resource that contains the element, or the element itself. */
    public FhirElement root() {
        FhirElement root = this;
        while (root.parent.isPresent()) {
            root = root.parent.get();
        }
        return root;
    }

    boolean isRead() {
        return read;
    }

    /** Whether the element was sent; a primitive element may have extensions only. */
    public boolean isPresent() {
        return present;
    }

    public boolean isEmpty() {
        return !isPresent();
    }

    /** The value of a primitive element; numbers and dates as sent. */
    public Optional<String> value() {
        if (!node.isValueNode() || node.isNull()) {
            return Optional.empty();
        }
        read = true;
        String text = ElementValueReader.textOf(node).strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** The value without accounting for it: to compare resources. */
    public Optional<String> peekValue() {
        return node.isValueNode() && !node.isNull() ? Optional.of(ElementValueReader.textOf(node)) : Optional.empty();
    }

    /** The elements of a JSON property, without accounting for them. */
    public List<FhirElement> peek(String property) {
        return children.of(property);
    }

    /** The names of the JSON properties that were sent, without those for extensions of primitive values. */
    public List<String> properties() {
        return children.properties();
    }

    /** What FHIR R4 defines about a JSON property of the element. */
    Optional<ElementDefinition> definitionOf(String property) {
        Optional<ElementDefinition> found =
                type.isPresent() && !type.get().isPrimitive() ? type.get().element(property) : Optional.empty();
        return found.isEmpty() && property.equals("extension") ? Optional.of(FhirType.EXTENSION) : found;
    }

    /** The text of the element with that name, its first where it repeats. */
    public Optional<String> text(String name) {
        List<FhirElement> found = children(name);
        return found.isEmpty() ? Optional.empty() : found.getFirst().value();
    }

    /** The text with its white space: of a narrative, of base64. */
    public Optional<String> rawText(String name) {
        FhirElement child = child(name);
        return child.value().map(_ -> ElementValueReader.textOf(child.node));
    }

    public List<String> texts(String name) {
        return children(name).stream().flatMap(child -> child.value().stream()).toList();
    }

    public Optional<Boolean> flag(String name) {
        return text(name).map(Boolean::parseBoolean);
    }

    /** The element with that name, the first one where it repeats; without one, an absent element. */
    public FhirElement child(String name) {
        List<FhirElement> found = children(name);
        return found.isEmpty() ? absent(name) : found.getFirst();
    }

    /** The present elements with that name; of a choice, the one that was sent, whatever its type. */
    public List<FhirElement> children(String name) {
        List<FhirElement> found = children.of(name);
        return found.isEmpty() ? children.ofChoice(name) : found;
    }

    /** The extensions with that URL, which is accounted for. */
    public List<FhirElement> extensions(Predicate<String> url) {
        return children("extension").stream()
                .filter(extension -> url.test(extension.node.path("url").asString("")))
                .filter(extension -> extension.text("url").isPresent())
                .toList();
    }

    /** Accounts for all that the element contains. */
    public void markRead() {
        read = true;
        for (String property : properties()) {
            peek(property).forEach(FhirElement::markRead);
        }
    }

    /** @throws RejectionException where the element is missing */
    public FhirElement require(String name) {
        FhirElement child = child(name);
        if (child.isEmpty()) {
            throw FhirRejectionCode.MISSING_ELEMENT.exceptionAt(child.path());
        }
        return child;
    }

    private FhirElement absent(String name) {
        return new FhirElement(
                Optional.of(this),
                name,
                NOT_INDEXED,
                Optional.empty(),
                Optional.empty(),
                MissingNode.getInstance(),
                MissingNode.getInstance());
    }

    @Override
    public String toString() {
        return path();
    }
}
