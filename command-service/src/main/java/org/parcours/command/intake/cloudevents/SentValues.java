package org.parcours.command.intake.cloudevents;

import java.math.BigDecimal;
import org.parcours.command.intake.IdentifierNormalizer;
import org.parcours.command.intake.InvisibleCharacters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The values of an event in the form in which they are recorded, and in the form in which they are compared. */
final class SentValues {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SentValues() {}

    /**
     * Decimal numbers as the text of their digits; identifiers (objects with {@code system} and {@code value}) in normal
     * form; other texts without characters that hide or reverse what is read, as in HL7 v2.
     */
    static JsonNode toRecord(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> fields(object);
            case DecimalNode number -> NODES.stringNode(plain(number.decimalValue()));
            case JsonNode array
            when array.isArray() -> {
                var elements = NODES.arrayNode(array.size());
                array.forEach(element -> elements.add(toRecord(element)));
                yield elements;
            }
            case JsonNode text
            when text.isString() -> NODES.stringNode(InvisibleCharacters.withoutControls(text.asString()));
            case JsonNode other -> other;
        };
    }

    private static ObjectNode fields(ObjectNode object) {
        ObjectNode recorded = NODES.objectNode();
        object.properties().forEach(field -> recorded.set(field.getKey(), toRecord(field.getValue())));
        if (recorded.path("system").isString()
                && recorded.path("value").isValueNode()
                && !recorded.path("value").isNull()) {
            recorded.put(
                    "system", IdentifierNormalizer.system(recorded.get("system").asString()));
            recorded.put(
                    "value", IdentifierNormalizer.value(recorded.get("value").asString()));
        }
        return recorded;
    }

    /** As in the digests of the first version: equal for 1.0 and 1.00, which a client may write when it sends it again. */
    static JsonNode toCompare(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> {
                ObjectNode compared = NODES.objectNode();
                object.properties().forEach(field -> compared.set(field.getKey(), toCompare(field.getValue())));
                yield compared;
            }
            case DecimalNode number -> DoubleNode.valueOf(number.doubleValue());
            case JsonNode array
            when array.isArray() -> {
                var elements = NODES.arrayNode(array.size());
                array.forEach(element -> elements.add(toCompare(element)));
                yield elements;
            }
            case JsonNode other -> other;
        };
    }

    private static String plain(BigDecimal number) {
        return number.toPlainString();
    }
}
