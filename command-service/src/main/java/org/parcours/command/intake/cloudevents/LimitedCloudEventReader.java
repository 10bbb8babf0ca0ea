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

/** Reads and writes the JSON of CloudEvents within limits, and derives a canonical text to compare two events. */
public final class LimitedCloudEventReader {

    private final CloudEventLimitProperties limits;
    private final JsonMapper json;

    LimitedCloudEventReader(CloudEventLimitProperties limits) {
        this.limits = limits;
        this.json = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(limits.maxDepth())
                                .maxStringLength((int) limits.maxBody().toBytes())
                                .build())
                        // Of two values of one field, it is unknown which one the sender means.
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .build();
    }

    /**
     * The events of a request: one object, or the elements of an array. An element that is not an object is returned
     * too, and rejected by itself later.
     *
     * @throws RejectionException where the array is empty or too long
     */
    public List<JsonNode> splitEvents(JsonNode tree) {
        if (!tree.isArray()) {
            return List.of(tree);
        }
        if (tree.isEmpty()) {
            throw new RejectionException(CloudEventRejectionCode.EMPTY_BATCH.at("[]"));
        }
        if (tree.size() > limits.maxBatch()) {
            throw new RejectionException(
                    CloudEventRejectionCode.TOO_MANY_EVENTS.at("[]", "the limit is " + limits.maxBatch()));
        }
        List<JsonNode> events = new ArrayList<>();
        tree.forEach(events::add);
        return events;
    }

    /** @throws RejectionException where the tree is not an object, or has too many fields */
    ObjectNode requireEvent(JsonNode tree) {
        if (!(tree instanceof ObjectNode event)) {
            throw new RejectionException(CloudEventRejectionCode.NOT_A_CLOUD_EVENT.at(""));
        }
        if (countFields(event, 0) > limits.maxFields()) {
            throw new RejectionException(
                    CloudEventRejectionCode.TOO_MANY_FIELDS.at("data", "the limit is " + limits.maxFields()));
        }
        return event;
    }

    /** @throws RejectionException where the body is not JSON, or exceeds a limit */
    public JsonNode parse(byte[] body) {
        try {
            return json.readTree(body);
        } catch (StreamConstraintsException e) {
            throw new RejectionException(
                    CloudEventRejectionCode.TOO_DEEP.at("data", "the limit is " + limits.maxDepth() + " levels"));
        } catch (JacksonException e) {
            // Jackson's message may quote the document; the location does not.
            throw new RejectionException(CloudEventRejectionCode.NOT_JSON.at(
                    "",
                    "line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr()));
        }
    }

    byte[] write(JsonNode tree) {
        return json.writeValueAsBytes(tree);
    }

    /** The same text for the same content, whatever the order and layout of its fields. */
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
