package org.parcours.events.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.IsoTimeFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Decodes events of the newest version without unknown fields, which are nearly all, from their bytes. Every other one is left
 * to {@link EventTreeDecoder}: to upcast it, to keep its unknown fields, or to name what is wrong with it.
 */
final class EventBytesDecoder {

    private final JsonMapper json;
    private final ObjectReader reader;

    EventBytesDecoder(JsonMapper json) {
        this.json = json;
        // Of a document in structured mode, the data is not the last that there is.
        this.reader = json.readerFor(StoredEventData.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** The context attributes that an event needs; the others are the same for all. */
    private static final class Attributes {
        private Optional<String> id = Optional.empty();
        private Optional<String> type = Optional.empty();
        private Optional<String> subject = Optional.empty();
        private Optional<Instant> time = Optional.empty();
        private long position;

        Optional<Envelope> with(StoredEventData data) {
            return id.isPresent() && subject.isPresent() && time.isPresent()
                    ? Optional.of(data.toEnvelope(id.get(), subject.get(), time.get(), position))
                    : Optional.empty();
        }
    }

    /** A document in structured mode. */
    Optional<Envelope> decode(byte[] bytes) {
        return decode(bytes, new Attributes());
    }

    /** A document without its position and time. */
    Optional<Envelope> decode(byte[] bytes, long position, Instant recordedAt) {
        Attributes assigned = new Attributes();
        assigned.position = position;
        assigned.time = Optional.of(recordedAt);
        return decode(bytes, assigned);
    }

    private Optional<Envelope> decode(byte[] bytes, Attributes attributes) {
        try (JsonParser parser = json.createParser(bytes)) {
            Optional<StoredEventData> data = Optional.empty();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken value = parser.nextToken();
                if (name.equals("data")) {
                    data = data(parser, attributes);
                    if (data.isEmpty()) {
                        return Optional.empty();
                    }
                } else if (!readAttribute(name, value, parser, attributes)) {
                    return Optional.empty();
                }
            }
            return parser.hasToken(JsonToken.END_OBJECT) && parser.nextToken() == null
                    ? data.flatMap(attributes::with)
                    : Optional.empty();
        } catch (JacksonException | IllegalArgumentException | DateTimeException _) {
            return Optional.empty();
        }
    }

    /** Attributes and data in binary mode. */
    Optional<Envelope> decode(Map<String, String> attributes, byte[] bytes) {
        if (!EventTreeDecoder.ATTRIBUTES.containsAll(attributes.keySet())) {
            return Optional.empty();
        }
        try (JsonParser parser = json.createParser(bytes)) {
            Attributes found = new Attributes();
            found.id = Optional.ofNullable(attributes.get("id"));
            found.type = Optional.ofNullable(attributes.get("type"));
            found.subject = Optional.ofNullable(attributes.get("subject"));
            found.time = Optional.ofNullable(attributes.get("time")).map(IsoTimeFormat::parseInstant);
            found.position = Long.parseLong(attributes.getOrDefault("position", "0"));
            parser.nextToken();
            Optional<StoredEventData> data = data(parser, found);
            return parser.nextToken() == null ? data.flatMap(found::with) : Optional.empty();
        } catch (JacksonException | IllegalArgumentException | DateTimeException _) {
            return Optional.empty();
        }
    }

    /** @return whether it is an attribute of the expected kind */
    private static boolean readAttribute(String name, JsonToken value, JsonParser parser, Attributes attributes) {
        switch (name) {
            case "id", "type", "subject", "time" -> {
                return value == JsonToken.VALUE_STRING && readText(name, parser.getString(), attributes);
            }
            case "position" -> {
                attributes.position = value == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : 0;
                return value == JsonToken.VALUE_NUMBER_INT;
            }
            default -> {
                parser.skipChildren();
                return EventTreeDecoder.ATTRIBUTES.contains(name);
            }
        }
    }

    private static boolean readText(String name, String value, Attributes attributes) {
        switch (name) {
            case "id" -> attributes.id = Optional.of(value);
            case "type" -> attributes.type = Optional.of(value);
            case "subject" -> attributes.subject = Optional.of(value);
            default -> attributes.time = Optional.of(IsoTimeFormat.parseInstant(value));
        }
        return true;
    }

    /** At the start of the data; the type comes before it. */
    private Optional<StoredEventData> data(JsonParser parser, Attributes attributes) {
        Optional<Class<? extends Event>> record = attributes.type.flatMap(EventType::newestRecord);
        if (record.isEmpty() || !parser.hasToken(JsonToken.START_OBJECT)) {
            return Optional.empty();
        }
        AtomicBoolean hasUnknownFields = new AtomicBoolean();
        StoredEventData data =
                EventDeserializer.reader(reader, record.get(), hasUnknownFields).readValue(parser);
        return hasUnknownFields.get() ? Optional.empty() : Optional.of(data);
    }
}
