package org.parcours.events.codec;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.parcours.events.Anomaly;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventAnnotations;
import org.parcours.events.EventId;
import org.parcours.events.EventProvenance;
import org.parcours.events.PatientId;
import org.parcours.events.StayId;
import org.parcours.events.StepId;
import org.parcours.events.StepKey;
import org.parcours.events.TimeOrigin;
import org.parcours.events.TimePrecision;
import org.parcours.events.UnknownFields;
import org.parcours.events.versions.Upcasters;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/**
 * Converts between events and JSON: CloudEvents 1.0 (JSON format §3; the context attributes first, everything else
 * under {@code data}). Decoding upcasts older versions to the newest; encoding writes unknown fields back.
 */
public final class EventCodec {

    public static final String SOURCE = "/command-service";

    /** {@code data} of a recorded event. */
    private record Data(
            OffsetDateTime occurredAt,
            EventProvenance reporter,
            Optional<StayId> stay,
            Optional<StepId> step,
            Optional<EventId> corrects,
            List<Anomaly> anomalies,
            Optional<TimePrecision> occurredAtPrecision,
            Optional<TimeOrigin> occurredAtOrigin,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> details,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DocumentRef> attachments,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> unread,
            Optional<OffsetDateTime> sentAt,
            Optional<String> version,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<StepKey> otherKeys,
            Optional<Boolean> wholeState,
            Optional<String> asSentHash,
            JsonNode event) {

        static Data of(Envelope envelope, JsonNode event) {
            EventAnnotations annotations = envelope.annotations();
            return new Data(
                    envelope.occurredAt(),
                    envelope.reporter(),
                    envelope.stay(),
                    envelope.step(),
                    envelope.corrects(),
                    envelope.anomalies(),
                    Optional.of(annotations.precision()).filter(precision -> precision != TimePrecision.SECOND),
                    Optional.of(annotations.origin()).filter(origin -> origin != TimeOrigin.STATED),
                    annotations.notes(),
                    annotations.details(),
                    annotations.attachments(),
                    annotations.unread(),
                    annotations.sentAt(),
                    annotations.version(),
                    annotations.otherKeys(),
                    Optional.of(annotations.wholeState()).filter(whole -> whole),
                    annotations.asSentHash(),
                    event);
        }

        EventAnnotations annotations() {
            return new EventAnnotations(
                    occurredAtPrecision.orElse(TimePrecision.SECOND),
                    occurredAtOrigin.orElse(TimeOrigin.STATED),
                    notes,
                    details,
                    attachments,
                    unread,
                    sentAt,
                    version,
                    otherKeys,
                    wholeState.orElse(false),
                    asSentHash);
        }
    }

    private static final Set<String> ATTRIBUTES =
            Set.of("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "position", "data");

    /** Sets the flag that the reader has as an attribute: only an event with an unknown field is compared with its tree. */
    private static final class UnknownFieldDetector extends DeserializationProblemHandler {
        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                ValueDeserializer<?> deserializer,
                Object target,
                String name) {
            if (context.getAttribute(UnknownFieldDetector.class) instanceof AtomicBoolean found) {
                found.set(true);
            }
            parser.skipChildren();
            return true;
        }
    }

    private final JsonMapper json = JsonMapper.builder()
            // The fields are those of the records: a method isX() adds none.
            .changeDefaultVisibility(visibility -> visibility.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
            .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_ABSENT))
            .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .withConfigOverride(
                    List.class, list -> list.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .withConfigOverride(Map.class, map -> map.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .addHandler(new UnknownFieldDetector())
            .build();

    private final JsonMapper factMapper = json.rebuild()
            .addModule(RangeCheckedTimeDeserializer.module())
            .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
            .build();

    /** The JSON mapper, for DTOs in the same format. */
    public JsonMapper mapper() {
        return json;
    }

    /**
     * As {@link #mapper()}, for incoming facts: rejects a time outside {@link org.parcours.events.SupportedYears}, and a
     * list or map that contains null.
     */
    public JsonMapper factMapper() {
        return factMapper;
    }

    /** The whole event as one CloudEvents JSON document (structured mode). */
    public byte[] encode(Envelope envelope) {
        return json.writeValueAsBytes(writable(envelope));
    }

    /** As {@link #encode}, as a tree. */
    public ObjectNode document(Envelope envelope) {
        return envelope.unknown().addTo(documentOfKnownFields(envelope));
    }

    /**
     * Reads what {@link #encode} wrote, or an older version did.
     *
     * @throws MalformedEventException naming the field
     */
    public Envelope decode(byte[] bytes) {
        return decode(tree(bytes));
    }

    /** The fields of a newer version are kept in {@link Envelope#unknown}. */
    private Envelope decode(ObjectNode source) {
        EventType type = type(text(source, "type"));
        if (!(source.get("data") instanceof ObjectNode data) || !(data.get("event") instanceof ObjectNode event)) {
            throw new MalformedEventException("data.event", "There is no event data");
        }
        ObjectNode upcast = Upcasters.upcast(type, event);
        data.set("event", upcast);
        source.put("type", newest(type).toString());
        AtomicBoolean hasUnknownFields = new AtomicBoolean(!ATTRIBUTES.containsAll(source.propertyNames()));
        ObjectReader reader = json.reader().withAttribute(UnknownFieldDetector.class, hasUnknownFields);
        Data bound = bind(reader, data, Data.class, "data");
        Envelope envelope = new Envelope(
                EventId.of(text(source, "id")),
                PatientId.of(text(source, "subject")),
                instant(source),
                source.path("position").asLong(0),
                bound.occurredAt(),
                bound.reporter(),
                bound.stay(),
                bound.step(),
                bound.corrects(),
                bound.anomalies(),
                bind(reader, upcast, newestRecord(type), "data.event"),
                bound.annotations(),
                UnknownFields.NONE);
        return hasUnknownFields.get()
                ? envelope.withUnknown(UnknownFields.between(source, documentOfKnownFields(envelope)))
                : envelope;
    }

    /** The bytes that the log stores: the event without {@code position} and {@code time}, which the log assigns. */
    public byte[] encodeForLog(Envelope envelope) {
        ObjectNode document = writable(envelope);
        document.remove(List.of("position", "time"));
        return json.writeValueAsBytes(document);
    }

    /** Decodes what {@link #encodeForLog} wrote, with the position and time that the log assigned. */
    public Envelope decodeFromLog(byte[] stored, long position, Instant recordedAt) {
        ObjectNode document = tree(stored);
        document.put("position", position);
        document.put("time", recordedAt.toString());
        return decode(document);
    }

    /** The CloudEvents context attributes, for binary mode (Kafka protocol binding §3.2: headers {@code ce_…}). */
    public Map<String, String> attributes(Envelope envelope) {
        ObjectNode attributes = envelope.unknown().addTo(attributesOf(envelope));
        return attributes.properties().stream()
                .filter(field -> !field.getKey().equals("data")
                        && !field.getKey().equals("datacontenttype")
                        && field.getValue().isValueNode())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, field -> field.getValue().asString(), (a, b) -> a, LinkedHashMap::new));
    }

    /** The data alone, for binary mode. */
    public byte[] data(Envelope envelope) {
        return json.writeValueAsBytes(writable(envelope).get("data"));
    }

    /** Decodes what {@link #attributes} and {@link #data} encoded. */
    public Envelope decode(Map<String, String> attributes, byte[] data) {
        ObjectNode document = json.createObjectNode();
        attributes.forEach(document::put);
        if (attributes.containsKey("position")) {
            document.put("position", Long.parseLong(attributes.get("position")));
        }
        document.set("data", tree(data));
        return decode(document);
    }

    /**
     * The event in the {@code data} that a source application sends.
     *
     * @param type as sent, of any version
     * @throws MalformedEventException naming the field, relative to {@code data}
     */
    public Event event(String type, ObjectNode data) {
        EventType named = type(type);
        return bind(factMapper.reader(), Upcasters.upcast(named, data.deepCopy()), newestRecord(named), "data");
    }

    /**
     * The fields in the {@code data} of an event that the event does not have, each as the steps to it: names, and indices
     * from 0. Fields without a value are not listed.
     *
     * @param type as {@link #event(String, ObjectNode)} accepts it
     */
    public List<List<Object>> unknownFields(String type, ObjectNode data) {
        EventType named = type(type);
        return UnknownFieldFinder.find(Upcasters.upcast(named, data.deepCopy()), newestRecord(named));
    }

    /** The fields of an object that a record, and the records in it, do not have. */
    public List<List<Object>> unknownFields(Class<?> record, ObjectNode object) {
        return UnknownFieldFinder.find(object, record);
    }

    /** An event by itself, in its newest version. */
    public ObjectNode data(Event event) {
        return json.valueToTree(event);
    }

    /** The document to be written as it is: its data becomes JSON then, not a tree before. */
    private ObjectNode writable(Envelope envelope) {
        if (!envelope.unknown().equals(UnknownFields.NONE)) {
            return document(envelope);
        }
        ObjectNode document = attributesOf(envelope);
        document.set("data", new POJONode(Data.of(envelope, new POJONode(envelope.event()))));
        return document;
    }

    private ObjectNode documentOfKnownFields(Envelope envelope) {
        ObjectNode document = attributesOf(envelope);
        document.set("data", json.valueToTree(Data.of(envelope, data(envelope.event()))));
        return document;
    }

    private ObjectNode attributesOf(Envelope envelope) {
        ObjectNode document = json.createObjectNode();
        document.put("specversion", "1.0");
        document.put("id", envelope.id().toString());
        document.put("source", SOURCE);
        document.put("type", EventType.of(envelope.event().getClass()).toString());
        document.put("subject", envelope.subject().toString());
        document.put("time", envelope.recordedAt().toString());
        document.put("datacontenttype", "application/json");
        document.put("position", envelope.position());
        return document;
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

    private static <T> T bind(ObjectReader reader, ObjectNode tree, Class<T> record, String at) {
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

    private static EventType type(String text) {
        EventType type = EventType.parse(text)
                .orElseThrow(() ->
                        new MalformedEventException("type", "Not an event type of Parcours: " + abbreviate(text)));
        if (type.record().isEmpty()) {
            throw new MalformedEventException("type", "No such event: " + abbreviate(type.name()));
        }
        int newest = newest(type).version();
        if (type.version() > newest) {
            throw new MalformedEventException(
                    "type", "Version " + type.version() + " is newer than this service's " + newest);
        }
        return type;
    }

    private static EventType newest(EventType type) {
        return EventType.of(newestRecord(type));
    }

    private static Class<? extends Event> newestRecord(EventType type) {
        return type.record().orElseThrow();
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

    private static String abbreviate(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
