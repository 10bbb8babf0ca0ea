package org.parcours.events;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The part of a stored event that this version has no words for. It goes back where it was when the event is written
 * again, so that an older service can carry a newer one's events without loss.
 *
 * @param tree the unknown fields at their places; elements of arrays that have nothing unknown are null
 */
public record UnknownFields(ObjectNode tree) {

    public static final UnknownFields NONE = new UnknownFields(JsonNodeFactory.instance.objectNode());

    /** What {@code told} has and {@code understood} has not. */
    public static UnknownFields between(ObjectNode told, ObjectNode understood) {
        ObjectNode rest = difference(told, understood);
        return rest.isEmpty() ? NONE : new UnknownFields(rest);
    }

    /** {@code known} with these fields added where they were; what is known wins. */
    public ObjectNode addTo(ObjectNode known) {
        ObjectNode whole = known.deepCopy();
        add(tree, whole);
        return whole;
    }

    private static ObjectNode difference(ObjectNode told, ObjectNode understood) {
        ObjectNode rest = JsonNodeFactory.instance.objectNode();
        for (var field : told.properties()) {
            JsonNode ours = understood.get(field.getKey());
            if (ours == null) {
                if (!field.getValue().isNull()) {
                    rest.set(field.getKey(), field.getValue());
                }
            } else if (field.getValue() instanceof ObjectNode theirObject && ours instanceof ObjectNode ourObject) {
                ObjectNode nested = difference(theirObject, ourObject);
                if (!nested.isEmpty()) {
                    rest.set(field.getKey(), nested);
                }
            } else if (field.getValue() instanceof ArrayNode theirArray
                    && ours instanceof ArrayNode ourArray
                    && theirArray.size() == ourArray.size()) {
                ArrayNode nested = difference(theirArray, ourArray);
                if (!nested.isEmpty()) {
                    rest.set(field.getKey(), nested);
                }
            }
        }
        return rest;
    }

    private static ArrayNode difference(ArrayNode told, ArrayNode understood) {
        ArrayNode rest = JsonNodeFactory.instance.arrayNode();
        boolean any = false;
        for (int i = 0; i < told.size(); i++) {
            ObjectNode nested = told.get(i) instanceof ObjectNode theirs && understood.get(i) instanceof ObjectNode ours
                    ? difference(theirs, ours)
                    : JsonNodeFactory.instance.objectNode();
            any |= !nested.isEmpty();
            rest.add(nested.isEmpty() ? JsonNodeFactory.instance.nullNode() : nested);
        }
        return any ? rest : JsonNodeFactory.instance.arrayNode();
    }

    private static void add(ObjectNode rest, ObjectNode whole) {
        for (var field : rest.properties()) {
            JsonNode ours = whole.get(field.getKey());
            if (ours == null) {
                whole.set(field.getKey(), field.getValue().deepCopy());
            } else if (field.getValue() instanceof ObjectNode nested && ours instanceof ObjectNode target) {
                add(nested, target);
            } else if (field.getValue() instanceof ArrayNode nested
                    && ours instanceof ArrayNode target
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
