package org.parcours.command.intake.fhir.element;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The elements that an element contains, by their JSON properties. A message has hundreds of thousands of elements, and each
 * is checked, mapped and accounted for, so this is about what they take: all are created at once, and found without a hash.
 */
final class ElementChildren {

    private static final Set<String> NOT_ELEMENTS = Set.of("resourceType", "fhir_comments");
    private static final JsonNode MISSING = MissingNode.getInstance();

    /** Of a primitive value, or of an absent element. */
    static final ElementChildren NONE = new ElementChildren(new String[0], new ArrayList<>());

    private final String[] names;
    private final List<String> properties;
    private final List<List<FhirElement>> elements;
    private final boolean hasChoices;

    private ElementChildren(String[] names, List<List<FhirElement>> elements) {
        this.names = names;
        this.properties = List.of(names);
        this.elements = elements;
        this.hasChoices = hasChoices(names, elements);
    }

    private static boolean hasChoices(String[] names, List<List<FhirElement>> elements) {
        for (int i = 0; i < names.length; i++) {
            if (!elements.get(i).isEmpty() && !elements.get(i).getFirst().name().equals(names[i])) {
                return true;
            }
        }
        return false;
    }

    static ElementChildren of(FhirElement parent, JsonNode node, JsonNode primitive) {
        return node.isContainer() || primitive.isContainer() ? new Creator(parent, node, primitive).create() : NONE;
    }

    /** The JSON properties that were sent, without those for extensions of primitive values. */
    List<String> properties() {
        return properties;
    }

    /** The present elements of that property. */
    List<FhirElement> of(String property) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(property)) {
                return elements.get(i);
            }
        }
        return List.of();
    }

    /** The present elements of a choice, whatever its type: {@code valueQuantity} for {@code value}. */
    List<FhirElement> ofChoice(String name) {
        if (!hasChoices) {
            return List.of();
        }
        for (List<FhirElement> found : elements) {
            if (!found.isEmpty() && found.getFirst().name().equals(name)) {
                return found;
            }
        }
        return List.of();
    }

    private static final class Creator {

        private final Optional<FhirElement> parent;
        private final JsonNode node;
        private final JsonNode primitive;
        private boolean hasPrimitiveExtensions;

        Creator(FhirElement parent, JsonNode node, JsonNode primitive) {
            this.parent = Optional.of(parent);
            this.node = node;
            this.primitive = primitive;
        }

        ElementChildren create() {
            String[] names = names();
            List<List<FhirElement>> elements = new ArrayList<>(names.length);
            for (String name : names) {
                elements.add(create(name));
            }
            return new ElementChildren(names, elements);
        }

        private String[] names() {
            if (!primitive.isMissingNode()) {
                return namesWithPrimitiveExtensions();
            }
            String[] names = new String[node.size()];
            int count = 0;
            for (String name : node.propertyNames()) {
                if (name.startsWith("_")) {
                    return namesWithPrimitiveExtensions();
                }
                if (!NOT_ELEMENTS.contains(name)) {
                    names[count++] = name;
                }
            }
            return count == names.length ? names : Arrays.copyOf(names, count);
        }

        private String[] namesWithPrimitiveExtensions() {
            Set<String> names = new LinkedHashSet<>();
            for (String name : node.propertyNames()) {
                hasPrimitiveExtensions |= name.startsWith("_");
                names.add(withoutUnderscore(name));
            }
            names.addAll(primitive.propertyNames());
            names.removeAll(NOT_ELEMENTS);
            return names.toArray(String[]::new);
        }

        private static String withoutUnderscore(String property) {
            return property.startsWith("_") ? property.substring(1) : property;
        }

        private List<FhirElement> create(String property) {
            JsonNode values = node.isObject() ? node.path(property) : primitive.path(property);
            JsonNode extensions = hasPrimitiveExtensions ? node.path("_" + property) : MISSING;
            Optional<ElementDefinition> definition = parent.get().definitionOf(property);
            if (!values.isArray() && !extensions.isArray()) {
                FhirElement child = create(property, FhirElement.NOT_INDEXED, definition, values, extensions);
                return child.isPresent() ? List.of(child) : List.of();
            }
            int size = Math.max(values.isArray() ? values.size() : 1, extensions.isArray() ? extensions.size() : 1);
            List<FhirElement> children = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                FhirElement child = create(property, i, definition, at(values, i), at(extensions, i));
                if (child.isPresent()) {
                    children.add(child);
                }
            }
            return List.copyOf(children);
        }

        private FhirElement create(
                String property,
                int index,
                Optional<ElementDefinition> definition,
                JsonNode value,
                JsonNode extension) {
            String name = definition.isPresent() ? definition.get().name() : property;
            Optional<FhirType> type =
                    definition.isPresent() ? definition.get().type().ofElement() : Optional.empty();
            return new FhirElement(
                    parent,
                    name,
                    index,
                    type.isPresent() ? type : FhirElement.resourceTypeOf(value),
                    definition,
                    value,
                    extension);
        }

        private static JsonNode at(JsonNode values, int index) {
            return values.isArray() ? values.path(index) : index == 0 ? values : MISSING;
        }
    }
}
