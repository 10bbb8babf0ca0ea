package org.parcours.events.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.parcours.events.Envelope;
import org.parcours.events.UnknownFields;
import org.parcours.events.versions.Upcasters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Decodes recorded events of any version from trees: upcasts them, and keeps the fields of a newer version. */
final class EventTreeDecoder {

    static final Set<String> ATTRIBUTES =
            Set.of("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "position", "data");

    private final JsonMapper json;

    EventTreeDecoder(JsonMapper json) {
        this.json = json;
    }

    /** A document in structured mode. */
    Envelope decode(byte[] bytes) {
        return decode(tree(bytes));
    }

    /** A document without its position and time. */
    Envelope decode(byte[] bytes, long position, Instant recordedAt) {
        ObjectNode document = tree(bytes);
        document.put("position", position);
        document.put("time", recordedAt.toString());
        return decode(document);
    }

    /** Attributes and data in binary mode. */
    Envelope decode(Map<String, String> attributes, byte[] data) {
        ObjectNode document = json.createObjectNode();
        attributes.forEach(document::put);
        if (attributes.containsKey("position")) {
            document.put("position", Long.parseLong(attributes.get("position")));
        }
        document.set("data", tree(data));
        return decode(document);
    }

    /** The fields of a newer version are kept in {@link Envelope#unknown}. */
    private Envelope decode(ObjectNode source) {
        EventType type = EventType.known(text(source, "type"));
        if (!(source.get("data") instanceof ObjectNode data) || !(data.get("event") instanceof ObjectNode event)) {
            throw new MalformedEventException("data.event", "There is no event data");
        }
        data.set("event", Upcasters.upcast(type, event));
        source.put("type", type.newest().toString());
        AtomicBoolean hasUnknownFields = new AtomicBoolean(!ATTRIBUTES.containsAll(source.propertyNames()));
        StoredEventData bound = bind(
                EventDeserializer.reader(json.reader(), type.record().orElseThrow(), hasUnknownFields),
                data,
                StoredEventData.class,
                "data");
        Envelope envelope = bound.toEnvelope(
                text(source, "id"),
                text(source, "subject"),
                instant(source),
                source.path("position").asLong(0));
        return hasUnknownFields.get()
                ? envelope.withUnknown(UnknownFields.between(source, EventDocument.ofKnownFields(json, envelope)))
                : envelope;
    }

    private ObjectNode tree(byte[] bytes) {
        try {
            if (json.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
            throw new MalformedEventException("", "Not a JSON object");
        } catch (JacksonException e) {
            throw new MalformedEventException("", "Not JSON: " + e.getOriginalMessage(), e);
        }
    }

    static <T> T bind(ObjectReader reader, ObjectNode tree, Class<T> record, String at) {
        try {
            return reader.treeToValue(tree, record);
        } catch (JacksonException e) {
            Throwable root = e.getCause() == null ? e : e.getCause();
            String reason =
                    root instanceof JacksonException j ? j.getOriginalMessage() : String.valueOf(root.getMessage());
            throw new MalformedEventException(path(at, e), reason, e);
        }
    }

    private static String path(String at, JacksonException e) {
        return e.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName())
                .collect(Collectors.joining("", at, ""));
    }

    private static String text(ObjectNode document, String attribute) {
        JsonNode value = document.get(attribute);
        if (value == null || !value.isString() || value.asString().isBlank()) {
            throw new MalformedEventException(attribute, "Missing");
        }
        return value.asString();
    }

    private static Instant instant(ObjectNode document) {
        try {
            return Instant.parse(text(document, "time"));
        } catch (DateTimeException e) {
            throw new MalformedEventException("time", "Not an RFC 3339 time", e);
        }
    }
}
