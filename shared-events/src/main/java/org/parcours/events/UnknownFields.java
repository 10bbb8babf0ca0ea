package org.parcours.events;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a stored event that this version does not know. They are written back when the event is written again,
 * so that an older service passes on a newer service's events without loss.
 *
 * @param tree the unknown fields at their paths; array elements without unknown fields are null
 */
public record UnknownFields(ObjectNode tree) {

    public static final UnknownFields NONE = new UnknownFields(JsonNodeFactory.instance.objectNode());

    /** The fields that {@code stored} has and {@code bound} has not. */
    public static UnknownFields between(ObjectNode stored, ObjectNode bound) {
        ObjectNode unknown = difference(stored, bound);
        return unknown.isEmpty() ? NONE : new UnknownFields(unknown);
    }

    /** {@code known} with these fields added at their paths; known fields win. */
    public ObjectNode addTo(ObjectNode known) {
        if (tree.isEmpty()) {
            return known;
        }
        ObjectNode merged = known.deepCopy();
        add(tree, merged);
        return merged;
    }

    private static ObjectNode difference(ObjectNode stored, ObjectNode bound) {
        ObjectNode unknown = JsonNodeFactory.instance.objectNode();
        for (var field : stored.properties()) {
            JsonNode boundElement = bound.get(field.getKey());
            if (boundElement == null) {
                if (!field.getValue().isNull()) {
                    unknown.set(field.getKey(), field.getValue());
                }
            } else if (field.getValue() instanceof ObjectNode storedObject
                    && boundElement instanceof ObjectNode boundObject) {
                ObjectNode nested = difference(storedObject, boundObject);
                if (!nested.isEmpty()) {
                    unknown.set(field.getKey(), nested);
                }
            } else if (field.getValue() instanceof ArrayNode storedArray
                    && boundElement instanceof ArrayNode boundArray
                    && storedArray.size() == boundArray.size()) {
                ArrayNode nested = difference(storedArray, boundArray);
                if (!nested.isEmpty()) {
                    unknown.set(field.getKey(), nested);
                }
            }
        }
        return unknown;
    }

    private static ArrayNode difference(ArrayNode stored, ArrayNode bound) {
        ArrayNode unknown = JsonNodeFactory.instance.arrayNode();
        boolean found = false;
        for (int i = 0; i < stored.size(); i++) {
            ObjectNode nested =
                    stored.get(i) instanceof ObjectNode storedElement && bound.get(i) instanceof ObjectNode boundElement
                            ? difference(storedElement, boundElement)
                            : JsonNodeFactory.instance.objectNode();
            found |= !nested.isEmpty();
            unknown.add(nested.isEmpty() ? JsonNodeFactory.instance.nullNode() : nested);
        }
        return found ? unknown : JsonNodeFactory.instance.arrayNode();
    }

    private static void add(ObjectNode unknown, ObjectNode merged) {
        for (var field : unknown.properties()) {
            JsonNode boundElement = merged.get(field.getKey());
            if (boundElement == null) {
                merged.set(field.getKey(), field.getValue().deepCopy());
            } else if (field.getValue() instanceof ObjectNode nested && boundElement instanceof ObjectNode target) {
                add(nested, target);
            } else if (field.getValue() instanceof ArrayNode nested
                    && boundElement instanceof ArrayNode target
                    && nested.size() == target.size()) {
                for (int i = 0; i < nested.size(); i++) {
                    if (nested.get(i) instanceof ObjectNode element && target.get(i) instanceof ObjectNode place) {
                        add(element, place);
                    }
                }
            }
        }
    }
}
