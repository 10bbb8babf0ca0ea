package org.parcours.command.intake.cloudevents;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.command.message.RejectionException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads the JSON of CloudEvents within the limits of {@link CloudEventLimitProperties}. */
public final class LimitedCloudEventReader {

    /** In characters, of one number. */
    private static final int MAX_NUMBER = 200;

    /** The beginnings of two messages of Jackson. */
    private static final Pattern DUPLICATE = Pattern.compile("Duplicate Object property \"(.*)\"", Pattern.DOTALL);

    private static final String TOO_LONG_NUMBER = "Number value length";

    private final CloudEventLimitProperties limits;
    private final JsonMapper json;

    LimitedCloudEventReader(CloudEventLimitProperties limits) {
        this.limits = limits;
        this.json = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(limits.maxDepth())
                                .maxStringLength((int) limits.maxBody().toBytes())
                                .maxNumberLength(MAX_NUMBER)
                                .build())
                        // Of two values of one field, it is unknown which one the sender means.
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                // Digits as sent: 1.10 is not 1.1.
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
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
        try (JsonParser parser = json.createParser(JsonTextDecoder.decode(body))) {
            return parse(parser);
        }
    }

    private JsonNode parse(JsonParser parser) {
        try {
            if (parser.nextToken() == null) {
                throw CloudEventRejectionCode.NOT_JSON.exceptionAt("", "nothing found");
            }
            JsonNode tree = json.readTree(parser);
            if (parser.nextToken() != null) {
                throw CloudEventRejectionCode.NOT_JSON.exceptionAt("", place(parser) + ": a second document found");
            }
            return tree;
        } catch (NumberFormatException e) {
            // Its exponent is beyond that of a BigDecimal.
            throw CloudEventRejectionCode.NUMBER_TOO_LONG.exceptionAt(path(parser), place(parser));
        } catch (StreamConstraintsException e) {
            throw e.getOriginalMessage().startsWith(TOO_LONG_NUMBER)
                    ? CloudEventRejectionCode.NUMBER_TOO_LONG.exceptionAt(path(parser), place(parser))
                    : CloudEventRejectionCode.TOO_DEEP.exceptionAt(
                            "data", "the limit is " + limits.maxDepth() + " levels; " + place(parser));
        } catch (JacksonException e) {
            throw CloudEventRejectionCode.NOT_JSON.exceptionAt(
                    "", place(Optional.ofNullable(e.getLocation()).orElseGet(parser::currentLocation)) + duplicate(e));
        }
    }

    /** The same JSON in UTF-8, in which it is kept. */
    public byte[] toUtf8(byte[] body) {
        return JsonTextDecoder.toUtf8(body);
    }

    /** Jackson's messages may quote the document; the location does not. */
    private static String place(JsonParser parser) {
        return place(parser.currentLocation());
    }

    private static String place(TokenStreamLocation location) {
        return "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String duplicate(JacksonException e) {
        Matcher name = DUPLICATE.matcher(String.valueOf(e.getOriginalMessage()));
        return name.find() ? ": the name of a field twice: " + FieldPath.child("", name.group(1)) : "";
    }

    /** Where the parser was: {@code data.details.dose}. */
    private static String path(JsonParser parser) {
        Deque<TokenStreamContext> contexts = new ArrayDeque<>();
        for (Optional<TokenStreamContext> context = Optional.of(parser.streamReadContext());
                context.isPresent();
                context = context.map(TokenStreamContext::getParent)) {
            contexts.push(context.get());
        }
        String path = "";
        for (TokenStreamContext context : contexts) {
            if (context.inArray()) {
                path = FieldPath.item(path, context.getCurrentIndex());
            } else if (context.currentName() != null) {
                path = FieldPath.child(path, context.currentName());
            }
        }
        return path;
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
