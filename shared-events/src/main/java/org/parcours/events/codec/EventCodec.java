package org.parcours.events.codec;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.UnknownFields;
import org.parcours.events.versions.Upcasters;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converts between events and JSON: CloudEvents 1.0 (JSON format §3; the context attributes first, everything else
 * under {@code data}). Decoding upcasts older versions to the newest; encoding writes unknown fields back.
 */
public final class EventCodec {

    public static final String SOURCE = "/command-service";

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
            .addModule(StoredTimeModule.create())
            .build();

    private final JsonMapper factMapper = json.rebuild()
            .addModule(RangeCheckedTimeDeserializer.module())
            .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
            .build();

    private final EventDocument documents = new EventDocument(json);
    private final EventBytesDecoder bytesDecoder = new EventBytesDecoder(json);
    private final EventTreeDecoder treeDecoder = new EventTreeDecoder(json);

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
        return documents.bytes(envelope);
    }

    /** As {@link #encode}, as a tree. */
    public ObjectNode document(Envelope envelope) {
        return documents.tree(envelope);
    }

    /**
     * Reads what {@link #encode} wrote, or an older version did.
     *
     * @throws MalformedEventException naming the field
     */
    public Envelope decode(byte[] bytes) {
        return bytesDecoder.decode(bytes).orElseGet(() -> treeDecoder.decode(bytes));
    }

    /** The bytes that the log stores: the event without {@code position} and {@code time}, which the log assigns. */
    public byte[] encodeForLog(Envelope envelope) {
        return documents.bytesForLog(envelope);
    }

    /** Decodes what {@link #encodeForLog} wrote, with the position and time that the log assigned. */
    public Envelope decodeFromLog(byte[] stored, long position, Instant recordedAt) {
        return bytesDecoder
                .decode(stored, position, recordedAt)
                .orElseGet(() -> treeDecoder.decode(stored, position, recordedAt));
    }

    /** The CloudEvents context attributes, for binary mode (Kafka protocol binding §3.2: headers {@code ce_…}). */
    public Map<String, String> attributes(Envelope envelope) {
        if (envelope.unknown().equals(UnknownFields.NONE)) {
            Map<String, String> attributes = new LinkedHashMap<>();
            EventDocument.attributes(envelope).forEach((name, value) -> attributes.put(name, value.toString()));
            attributes.remove("datacontenttype");
            return attributes;
        }
        ObjectNode attributes = envelope.unknown().addTo(json.valueToTree(EventDocument.attributes(envelope)));
        return attributes.properties().stream()
                .filter(field -> !field.getKey().equals("data")
                        && !field.getKey().equals("datacontenttype")
                        && field.getValue().isValueNode())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, field -> field.getValue().asString(), (a, b) -> a, LinkedHashMap::new));
    }

    /** The data alone, for binary mode. */
    public byte[] data(Envelope envelope) {
        return documents.data(envelope);
    }

    /** Decodes what {@link #attributes} and {@link #data} encoded. */
    public Envelope decode(Map<String, String> attributes, byte[] data) {
        return bytesDecoder.decode(attributes, data).orElseGet(() -> treeDecoder.decode(attributes, data));
    }

    /**
     * The event in the {@code data} that a source application sends.
     *
     * @param type as sent, of any version
     * @throws MalformedEventException naming the field, relative to {@code data}
     */
    public Event event(String type, ObjectNode data) {
        EventType named = EventType.known(type);
        return EventTreeDecoder.bind(
                factMapper.reader(),
                Upcasters.upcast(named, data.deepCopy()),
                named.record().orElseThrow(),
                "data");
    }

    /**
     * The fields in the {@code data} of an event that the event does not have, each as the steps to it: names, and indices
     * from 0. Fields without a value are not listed.
     *
     * @param type as {@link #event(String, ObjectNode)} accepts it
     */
    public List<List<Object>> unknownFields(String type, ObjectNode data) {
        EventType named = EventType.known(type);
        return UnknownFieldFinder.find(
                Upcasters.upcast(named, data.deepCopy()), named.record().orElseThrow());
    }

    /** The fields of an object that a record, and the records in it, do not have. */
    public List<List<Object>> unknownFields(Class<?> record, ObjectNode object) {
        return UnknownFieldFinder.find(object, record);
    }

    /** An event by itself, in its newest version. */
    public ObjectNode data(Event event) {
        return json.valueToTree(event);
    }
}
