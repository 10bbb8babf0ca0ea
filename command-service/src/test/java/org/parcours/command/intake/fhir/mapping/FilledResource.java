package org.parcours.command.intake.fhir.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parcours.command.intake.fhir.element.ElementDefinition;
import org.parcours.command.intake.fhir.element.FhirType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A resource in which every element is filled, with a value of its own, from the definitions of FHIR R4. */
public final class FilledResource {

    /** Everything of a resource that is not its own content. */
    private static final Set<String> NOT_FILLED = Set.of(
            "id", "meta", "implicitRules", "language", "text", "contained", "extension", "modifierExtension", "data");

    private static final int MAX_DEPTH = 6;

    private final JsonMapper json = new JsonMapper();
    private final Map<String, String> pathByValue = new LinkedHashMap<>();
    private final int variant;
    private int count = 100;

    /** @param variant which type of each choice is filled */
    public FilledResource(int variant) {
        this.variant = variant;
    }

    public ObjectNode create(String resourceType) {
        ObjectNode resource = fill(FhirType.resource(resourceType).orElseThrow(), resourceType, 0);
        resource.put("resourceType", resourceType);
        return resource;
    }

    /** Where each value is, for the values that a reader of the entry must find. */
    Map<String, String> pathByValue() {
        return pathByValue;
    }

    private ObjectNode fill(FhirType type, String path, int depth) {
        ObjectNode node = json.createObjectNode();
        Map<String, List<String>> properties = new LinkedHashMap<>();
        type.elements().keySet().stream()
                .sorted()
                .filter(property -> !NOT_FILLED.contains(property))
                .forEach(property -> properties
                        .computeIfAbsent(type.element(property).orElseThrow().name(), _ -> new ArrayList<>())
                        .add(property));
        properties.forEach((name, choices) -> {
            // HAPI knows other names of an element that is no choice.
            String property = choices.contains(name) ? name : choices.get(variant % choices.size());
            add(node, property, type.element(property).orElseThrow(), path + "." + name, depth);
        });
        return node;
    }

    private void add(ObjectNode node, String property, ElementDefinition definition, String path, int depth) {
        ArrayNode values = json.createArrayNode();
        int repetitions = definition.repeats() ? 2 : 1;
        for (int i = 0; i < repetitions; i++) {
            if (definition.type().isPrimitive()) {
                values.add(primitive(definition, path));
            } else if (definition.type().name().equals("Reference")) {
                values.add(json.createObjectNode().put("display", marker(path + ".display")));
            } else if (depth < MAX_DEPTH && !definition.type().elements().isEmpty()) {
                values.add(fill(definition.type(), path, depth + 1));
            }
        }
        if (!values.isEmpty()) {
            node.set(property, definition.repeats() ? values : values.get(0));
        }
    }

    private tools.jackson.databind.JsonNode primitive(ElementDefinition definition, String path) {
        count++;
        return switch (definition.type().name()) {
            case "boolean" -> json.getNodeFactory().booleanNode(true);
            case "integer", "positiveInt", "unsignedInt" -> number(path);
            case "decimal" -> number(path);
            case "date", "dateTime", "instant" ->
                json.getNodeFactory()
                        .stringNode(marked(
                                path,
                                "20%02d-%02d-%02d"
                                        .formatted(count / 28 / 12 + 10, count / 28 % 12 + 1, count % 28 + 1)));
            case "time" -> json.getNodeFactory().stringNode(marked(path, "10:%02d:00".formatted(count % 60)));
            case "code" ->
                json.getNodeFactory()
                        .stringNode(
                                definition.codes().isEmpty()
                                        ? marker(path)
                                        : definition.codes().stream()
                                                .sorted()
                                                .findFirst()
                                                .orElseThrow());
            default -> json.getNodeFactory().stringNode(marker(path));
        };
    }

    private tools.jackson.databind.JsonNode number(String path) {
        int value = 70_000 + count;
        pathByValue.put(Integer.toString(value), path);
        return json.getNodeFactory().numberNode(value);
    }

    private String marker(String path) {
        count++;
        return marked(path, "v" + count + "x");
    }

    private String marked(String path, String value) {
        pathByValue.put(value, path);
        return value;
    }
}
