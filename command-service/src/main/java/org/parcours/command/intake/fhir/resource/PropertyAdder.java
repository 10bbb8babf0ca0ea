package org.parcours.command.intake.fhir.resource;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Adds the occurrences of an XML element to a JSON object: the values under the element's name, the ids and extensions of
 * primitive values under the same name with an underscore (FHIR R4, 2.24.0.3).
 *
 * @param repeats whether the element is an array even where it occurs once
 */
record PropertyAdder(ObjectNode target, String name, boolean repeats) {

    void add(Optional<JsonNode> value, Optional<? extends JsonNode> extensions) {
        String extensionsName = "_" + name;
        int before = Math.max(occurrences(name), occurrences(extensionsName));
        if (before == 0 && !repeats) {
            value.ifPresent(node -> target.set(name, node));
            extensions.ifPresent(node -> target.set(extensionsName, node));
            return;
        }
        if (value.isPresent() || target.has(name)) {
            append(name, before, value);
        }
        if (extensions.isPresent() || target.has(extensionsName)) {
            append(extensionsName, before, extensions);
        }
    }

    private int occurrences(String property) {
        JsonNode present = target.path(property);
        return present.isArray() ? present.size() : present.isMissingNode() ? 0 : 1;
    }

    private void append(String property, int before, Optional<? extends JsonNode> node) {
        ArrayNode array =
                switch (target.path(property)) {
                    case ArrayNode existing -> existing;
                    case JsonNode single when single.isMissingNode() -> target.arrayNode();
                    case JsonNode single -> target.arrayNode().add(single);
                };
        while (array.size() < before) {
            array.addNull();
        }
        if (node.isPresent()) {
            array.add(node.get());
        } else {
            array.addNull();
        }
        target.set(property, array);
    }
}
