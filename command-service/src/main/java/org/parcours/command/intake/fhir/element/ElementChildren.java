package org.parcours.command.intake.fhir.element;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The elements that an element contains, by their JSON properties; each is created when it is first asked for. A message has
 * hundreds of thousands of elements, so this is about what they take: no stream, and one list for each property.
 */
final class ElementChildren {

    private static final Set<String> NOT_ELEMENTS = Set.of("resourceType", "fhir_comments");
    private static final JsonNode MISSING = MissingNode.getInstance();

    /** Of a primitive value, or of an absent element. */
    static final ElementChildren NONE = new ElementChildren(Optional.empty(), MISSING, MISSING);

    private final Optional<FhirElement> parent;
    private final JsonNode node;
    private final JsonNode primitive;
    private final boolean hasPrimitiveExtensions;
    private final List<String> properties;
    private final Map<String, List<FhirElement>> created;

    private ElementChildren(Optional<FhirElement> parent, JsonNode node, JsonNode primitive) {
        this.parent = parent;
        this.node = node;
        this.primitive = primitive;
        this.hasPrimitiveExtensions = hasPrimitiveExtensions(node);
        this.properties = properties(node, primitive, hasPrimitiveExtensions);
        this.created = HashMap.newHashMap(properties.size());
    }

    static ElementChildren of(FhirElement parent, JsonNode node, JsonNode primitive) {
        return node.isContainer() || primitive.isContainer()
                ? new ElementChildren(Optional.of(parent), node, primitive)
                : NONE;
    }

    private static boolean hasPrimitiveExtensions(JsonNode node) {
        for (String name : node.propertyNames()) {
            if (name.startsWith("_")) {
                return true;
            }
        }
        return false;
    }

    private static List<String> properties(JsonNode node, JsonNode primitive, boolean hasPrimitiveExtensions) {
        if (hasPrimitiveExtensions || !primitive.isMissingNode()) {
            Set<String> names = new LinkedHashSet<>();
            node.propertyNames().forEach(name -> names.add(withoutUnderscore(name)));
            names.addAll(primitive.propertyNames());
            names.removeAll(NOT_ELEMENTS);
            return List.copyOf(names);
        }
        String[] names = new String[node.size()];
        int count = 0;
        for (String name : node.propertyNames()) {
            if (!NOT_ELEMENTS.contains(name)) {
                names[count++] = name;
            }
        }
        return List.of(Arrays.copyOf(names, count));
    }

    private static String withoutUnderscore(String property) {
        return property.startsWith("_") ? property.substring(1) : property;
    }

    /** The JSON properties that were sent, without those for extensions of primitive values. */
    List<String> properties() {
        return properties;
    }

    private boolean has(String property) {
        return node.has(property)
                || hasPrimitiveExtensions && node.has("_" + property)
                || !primitive.isMissingNode() && primitive.has(property);
    }

    List<FhirElement> of(String property) {
        List<FhirElement> known = created.get(property);
        if (known != null) {
            return known;
        }
        if (!has(property)) {
            return List.of();
        }
        List<FhirElement> children = create(property);
        created.put(property, children);
        return children;
    }

    private List<FhirElement> create(String property) {
        JsonNode values = node.isObject() ? node.path(property) : primitive.path(property);
        JsonNode extensions = hasPrimitiveExtensions ? node.path("_" + property) : MISSING;
        Optional<ElementDefinition> definition = parent.flatMap(element -> element.definitionOf(property));
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
            String property, int index, Optional<ElementDefinition> definition, JsonNode value, JsonNode extension) {
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
