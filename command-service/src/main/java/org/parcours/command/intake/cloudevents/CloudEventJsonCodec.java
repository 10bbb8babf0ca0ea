package org.parcours.command.intake.cloudevents;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.parcours.command.message.RejectionException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON within limits: bytes in, trees out, and a canonical text by which two of them compare. */
public final class CloudEventJsonCodec {

    private final CloudEventProperties limits;
    private final JsonMapper json;

    CloudEventJsonCodec(CloudEventProperties limits) {
        this.limits = limits;
        this.json = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(limits.maxDepth())
                                .maxStringLength((int) limits.maxBody().toBytes())
                                .build())
                        // A field told twice has two values, and nobody knows which one its sender meant.
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .build();
    }

    /** The events of a request: one object, or an array of them. An element that is no object stays what it is. */
    public List<JsonNode> splitEvents(JsonNode tree) {
        if (!tree.isArray()) {
            return List.of(tree);
        }
        if (tree.isEmpty()) {
            throw new RejectionException(CloudEventRejections.EMPTY_BATCH.at("[]"));
        }
        if (tree.size() > limits.maxBatch()) {
            throw new RejectionException(
                    CloudEventRejections.TOO_MANY_EVENTS.at("[]", "the limit is " + limits.maxBatch()));
        }
        List<JsonNode> events = new ArrayList<>();
        tree.forEach(events::add);
        return events;
    }

    /** @throws RejectionException where it has too many fields, or is no object */
    ObjectNode requireEvent(JsonNode tree) {
        if (!(tree instanceof ObjectNode event)) {
            throw new RejectionException(CloudEventRejections.NOT_A_CLOUD_EVENT.at(""));
        }
        if (countFields(event, 0) > limits.maxFields()) {
            throw new RejectionException(
                    CloudEventRejections.TOO_MANY_FIELDS.at("data", "the limit is " + limits.maxFields()));
        }
        return event;
    }

    public JsonNode parse(byte[] body) {
        try {
            return json.readTree(body);
        } catch (StreamConstraintsException e) {
            throw new RejectionException(
                    CloudEventRejections.TOO_DEEP.at("data", "the limit is " + limits.maxDepth() + " levels"));
        } catch (JacksonException e) {
            // Jackson's words may quote the document; its place does not.
            throw new RejectionException(CloudEventRejections.NOT_JSON.at(
                    "",
                    "line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr()));
        }
    }

    byte[] write(JsonNode tree) {
        return json.writeValueAsBytes(tree);
    }

    /** The same text for the same content, in whatever order and layout its fields came. */
    String canonicalText(JsonNode tree) {
        return json.writeValueAsString(sorted(tree));
    }

    private static JsonNode sorted(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            Map<String, JsonNode> fields = new TreeMap<>();
            object.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
            return JsonNodeFactory.instance.objectNode().setAll(fields);
        }
        if (tree.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            tree.forEach(element -> array.add(sorted(element)));
            return array;
        }
        return tree;
    }

    private int countFields(JsonNode tree, int counted) {
        int count = counted;
        for (JsonNode child : tree) {
            count = countFields(child, count + 1);
            if (count > limits.maxFields()) {
                return count;
            }
        }
        return count;
    }
}
