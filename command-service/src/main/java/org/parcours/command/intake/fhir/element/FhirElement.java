package org.parcours.command.intake.fhir.element;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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

    /** Decimals with more digits than this are not numbers of a hospital; writing them out would fill the memory. */
    private static final int MAX_DIGITS = 100;

    private static final Set<String> NOT_ELEMENTS = Set.of("resourceType", "fhir_comments");

    private final Optional<FhirElement> parent;
    private final String step;
    private final Optional<FhirType> type;
    private final Optional<ElementDefinition> definition;
    private final JsonNode node;
    private final JsonNode primitive;
    private final boolean hasPrimitiveExtensions;
    private final Map<String, List<FhirElement>> children = new HashMap<>();
    private boolean read;

    private FhirElement(
            Optional<FhirElement> parent,
            String step,
            Optional<FhirType> type,
            Optional<ElementDefinition> definition,
            JsonNode node,
            JsonNode primitive) {
        this.parent = parent;
        this.step = step;
        this.type = type;
        this.definition = definition;
        this.node = node;
        this.primitive = primitive;
        this.hasPrimitiveExtensions = hasPrimitiveExtensions(node);
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
                FhirType.resource(resourceType(node)),
                Optional.empty(),
                node,
                MissingNode.getInstance());
    }

    private static String resourceType(JsonNode node) {
        return node.path("resourceType").asString("");
    }

    /** The FHIRPath in the message as it was sent; a choice without its type: {@code Observation.value.unit}. */
    public String path() {
        return parent.map(container -> container.path() + "." + step).orElse(step);
    }

    public String pathOf(String element) {
        return path() + "." + element;
    }

    /** {@code Patient} for a resource, {@code Quantity} for the value of {@code valueQuantity}; empty where unknown. */
    public String typeName() {
        return type.map(FhirType::name).orElseGet(() -> resourceType(node));
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

    JsonNode node() {
        return node;
    }

    /** The resource that contains the element, or the element itself. */
    public FhirElement root() {
        return parent.map(FhirElement::root).orElse(this);
    }

    JsonNode primitiveExtension() {
        return primitive;
    }

    boolean isRead() {
        return read;
    }

    /** Whether the element was sent; a primitive element may have extensions only. */
    public boolean isPresent() {
        return !isAbsent(node) || !isAbsent(primitive);
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
        return Optional.of(textOf(node)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** The value without accounting for it: to compare resources. */
    public Optional<String> peekValue() {
        return node.isValueNode() && !node.isNull() ? Optional.of(textOf(node)) : Optional.empty();
    }

    /** The elements of a JSON property, without accounting for them. */
    public List<FhirElement> peek(String property) {
        return childrenOfProperty(property);
    }

    /** The names of the JSON properties that were sent, without those for extensions of primitive values. */
    public List<String> properties() {
        Set<String> names = new LinkedHashSet<>();
        if (node.isObject()) {
            node.propertyNames().forEach(name -> names.add(withoutUnderscore(name)));
        }
        primitive.propertyNames().forEach(names::add);
        names.removeAll(NOT_ELEMENTS);
        return List.copyOf(names);
    }

    /** The name of the choice of types that a JSON property belongs to: {@code value} for {@code valueQuantity}. */
    Optional<String> choiceOf(String property) {
        return type.flatMap(known -> known.element(property))
                .map(ElementDefinition::name)
                .filter(name -> !name.equals(property));
    }

    /** The text of the element with that name, its first where it repeats. */
    public Optional<String> text(String name) {
        return child(name).value();
    }

    /** The text with its white space: of a narrative, of base64. */
    public Optional<String> rawText(String name) {
        FhirElement child = child(name);
        return child.value().map(_ -> textOf(child.node));
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
        Optional<String> property = propertyOf(name);
        return property.map(this::childrenOfProperty).orElse(List.of());
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
        if (node.isObject()) {
            node.propertyNames().forEach(property -> childrenOfProperty(withoutUnderscore(property))
                    .forEach(FhirElement::markRead));
        }
        primitive.propertyNames().forEach(property -> childrenOfProperty(property)
                .forEach(FhirElement::markRead));
    }

    /** @throws RejectionException where the element is missing */
    public FhirElement require(String name) {
        FhirElement child = child(name);
        if (child.isEmpty()) {
            throw FhirRejectionCode.MISSING_ELEMENT.exceptionAt(child.path());
        }
        return child;
    }

    private Optional<String> propertyOf(String name) {
        if (has(name)) {
            return Optional.of(name);
        }
        return type.flatMap(
                known -> known.choiceProperties(name).stream().filter(this::has).findFirst());
    }

    private static boolean hasPrimitiveExtensions(JsonNode node) {
        for (String name : node.propertyNames()) {
            if (name.startsWith("_")) {
                return true;
            }
        }
        return false;
    }

    private boolean has(String property) {
        return node.has(property)
                || hasPrimitiveExtensions && node.has("_" + property)
                || !primitive.isMissingNode() && primitive.has(property);
    }

    List<FhirElement> childrenOfProperty(String property) {
        return children.computeIfAbsent(property, this::createChildren);
    }

    private List<FhirElement> createChildren(String property) {
        JsonNode values = node.isObject() ? node.path(property) : primitive.path(property);
        JsonNode extensions = node.path("_" + property);
        Optional<ElementDefinition> childDefinition = type.filter(known -> !known.isPrimitive())
                .flatMap(known -> known.element(property))
                .or(() -> property.equals("extension") ? Optional.of(FhirType.EXTENSION) : Optional.empty());
        boolean indexed = values.isArray() || extensions.isArray();
        int size = indexed
                ? Math.max(values.isArray() ? values.size() : 1, extensions.isArray() ? extensions.size() : 1)
                : 1;
        List<FhirElement> created = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            FhirElement child = createChild(property, childDefinition, at(values, i), at(extensions, i), indexed, i);
            if (child.isPresent()) {
                created.add(child);
            }
        }
        return created;
    }

    private FhirElement createChild(
            String property,
            Optional<ElementDefinition> childDefinition,
            JsonNode value,
            JsonNode extension,
            boolean indexed,
            int index) {
        String name = childDefinition.map(ElementDefinition::name).orElse(property);
        Optional<FhirType> childType = childDefinition
                .map(ElementDefinition::type)
                .filter(known -> !known.isAnyResource())
                .or(() -> FhirType.resource(resourceType(value)));
        return new FhirElement(
                Optional.of(this),
                indexed ? name + "[" + index + "]" : name,
                childType,
                childDefinition,
                value,
                extension);
    }

    private FhirElement absent(String name) {
        return new FhirElement(
                Optional.of(this),
                name,
                Optional.empty(),
                Optional.empty(),
                MissingNode.getInstance(),
                MissingNode.getInstance());
    }

    private static JsonNode at(JsonNode values, int index) {
        return values.isArray() ? values.path(index) : index == 0 ? values : MissingNode.getInstance();
    }

    private static boolean isAbsent(@Nullable JsonNode value) {
        return value == null
                || value.isMissingNode()
                || value.isNull()
                || value.isContainer() && value.isEmpty()
                || value.isString() && value.asString("").isBlank();
    }

    static String withoutUnderscore(String property) {
        return property.startsWith("_") ? property.substring(1) : property;
    }

    private static String textOf(JsonNode value) {
        if (!value.isBigDecimal()) {
            return value.asString("");
        }
        BigDecimal number = value.decimalValue();
        return Math.abs((long) number.scale()) + number.precision() > MAX_DIGITS
                ? number.toString()
                : number.toPlainString();
    }

    @Override
    public String toString() {
        return path();
    }
}
