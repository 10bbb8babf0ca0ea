package org.parcours.events;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
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
        return difference(stored, bound) instanceof ObjectNode unknown ? new UnknownFields(unknown) : NONE;
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

    /** The null node where there is no difference. Arrays are compared only where they have the same length. */
    private static JsonNode difference(JsonNode stored, JsonNode bound) {
        if (bound.isMissingNode()) {
            return stored;
        }
        if (stored instanceof ObjectNode && bound instanceof ObjectNode) {
            ObjectNode unknown = JsonNodeFactory.instance.objectNode();
            for (var field : stored.properties()) {
                JsonNode nested = difference(field.getValue(), bound.path(field.getKey()));
                if (!nested.isNull()) {
                    unknown.set(field.getKey(), nested);
                }
            }
            return unknown.isEmpty() ? NullNode.instance : unknown;
        }
        if (stored instanceof ArrayNode && bound instanceof ArrayNode && stored.size() == bound.size()) {
            ArrayNode unknown = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < stored.size(); i++) {
                unknown.add(difference(stored.get(i), bound.get(i)));
            }
            return unknown.valueStream().allMatch(JsonNode::isNull) ? NullNode.instance : unknown;
        }
        return NullNode.instance;
    }

    private static void add(JsonNode unknown, JsonNode known) {
        if (unknown instanceof ObjectNode && known instanceof ObjectNode target) {
            for (var field : unknown.properties()) {
                JsonNode present = target.get(field.getKey());
                if (present == null) {
                    target.set(field.getKey(), field.getValue().deepCopy());
                } else {
                    add(field.getValue(), present);
                }
            }
        } else if (unknown instanceof ArrayNode && known instanceof ArrayNode && unknown.size() == known.size()) {
            for (int i = 0; i < unknown.size(); i++) {
                add(unknown.get(i), known.get(i));
            }
        }
    }
}
