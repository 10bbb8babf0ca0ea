package org.parcours.command.intake.cloudevents;

import java.util.List;
import org.parcours.command.message.RejectionException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads the JSON of CloudEvents within the limits of {@link CloudEventLimitProperties}. */
public final class LimitedCloudEventReader {

    private final CloudEventLimitProperties limits;
    private final JsonMapper json;

    LimitedCloudEventReader(CloudEventLimitProperties limits) {
        this.limits = limits;
        this.json = new JsonMapper(JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.maxDepth())
                        .maxStringLength((int) limits.maxBody().toBytes())
                        .build())
                // Of two values of one field, it is unknown which one the sender means.
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build());
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
            throw CloudEventRejectionCode.EMPTY_BATCH.exceptionAt("[]");
        }
        if (tree.size() > limits.maxBatch()) {
            throw CloudEventRejectionCode.TOO_MANY_EVENTS.exceptionAt("[]", "the limit is " + limits.maxBatch());
        }
        return tree.valueStream().toList();
    }

    /** @throws RejectionException where the tree is not an object, or has too many fields */
    ObjectNode requireEvent(JsonNode tree) {
        if (!(tree instanceof ObjectNode event)) {
            throw CloudEventRejectionCode.NOT_A_CLOUD_EVENT.exceptionAt("");
        }
        if (countFields(event, 0) > limits.maxFields()) {
            throw CloudEventRejectionCode.TOO_MANY_FIELDS.exceptionAt("data", "the limit is " + limits.maxFields());
        }
        return event;
    }

    /** @throws RejectionException where the body is not JSON, or exceeds a limit */
    public JsonNode parse(byte[] body) {
        try {
            return json.readTree(body);
        } catch (StreamConstraintsException e) {
            throw CloudEventRejectionCode.TOO_DEEP.exceptionAt("data", "the limit is " + limits.maxDepth() + " levels");
        } catch (JacksonException e) {
            // Jackson's message may quote the document; the location does not.
            throw CloudEventRejectionCode.NOT_JSON.exceptionAt(
                    "",
                    "line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr());
        }
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
