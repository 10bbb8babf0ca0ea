package org.parcours.events.codec;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.parcours.events.Envelope;
import org.parcours.events.IsoTimeFormat;
import org.parcours.events.UnknownFields;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the CloudEvents document of an event: the context attributes first, everything else under {@code data}. A tree is made
 * only where it is asked for, and to add unknown fields.
 */
final class EventDocument {

    private static final int USUAL_SIZE = 1024;
    private static final String POSITION = "position";
    private static final String TIME = "time";

    private final JsonMapper json;
    private final ObjectWriter dataWriter;

    EventDocument(JsonMapper json) {
        this.json = json;
        this.dataWriter = json.writerFor(StoredEventData.class).without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);
    }

    byte[] bytes(Envelope envelope) {
        return hasUnknownFields(envelope) ? json.writeValueAsBytes(tree(envelope)) : write(envelope, true);
    }

    /** Without position and time, which the log assigns. */
    byte[] bytesForLog(Envelope envelope) {
        if (!hasUnknownFields(envelope)) {
            return write(envelope, false);
        }
        ObjectNode document = tree(envelope);
        document.remove(POSITION);
        document.remove(TIME);
        return json.writeValueAsBytes(document);
    }

    byte[] data(Envelope envelope) {
        return hasUnknownFields(envelope)
                ? json.writeValueAsBytes(tree(envelope).get("data"))
                : dataWriter.writeValueAsBytes(StoredEventData.of(envelope));
    }

    private static boolean hasUnknownFields(Envelope envelope) {
        return !envelope.unknown().equals(UnknownFields.NONE);
    }

    private byte[] write(Envelope envelope, boolean withPositionAndTime) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
        try (JsonGenerator generator = json.createGenerator(bytes)) {
            generator.writeStartObject();
            for (Map.Entry<String, Object> attribute : attributes(envelope).entrySet()) {
                String name = attribute.getKey();
                if (withPositionAndTime || !name.equals(POSITION) && !name.equals(TIME)) {
                    generator.writeName(name);
                    if (attribute.getValue() instanceof Long number) {
                        generator.writeNumber(number);
                    } else {
                        generator.writeString((String) attribute.getValue());
                    }
                }
            }
            generator.writeName("data");
            dataWriter.writeValue(generator, StoredEventData.of(envelope));
            generator.writeEndObject();
        }
        return bytes.toByteArray();
    }

    ObjectNode tree(Envelope envelope) {
        return envelope.unknown().addTo(ofKnownFields(json, envelope));
    }

    static ObjectNode ofKnownFields(JsonMapper json, Envelope envelope) {
        ObjectNode document = json.valueToTree(attributes(envelope));
        document.set("data", json.valueToTree(StoredEventData.of(envelope)));
        return document;
    }

    /** In their order: texts, and the position as a number. */
    static Map<String, Object> attributes(Envelope envelope) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("specversion", "1.0");
        attributes.put("id", envelope.id().toString());
        attributes.put("source", EventCodec.SOURCE);
        attributes.put("type", EventType.of(envelope.event().getClass()).toString());
        attributes.put("subject", envelope.subject().toString());
        attributes.put(TIME, IsoTimeFormat.format(envelope.recordedAt()));
        attributes.put("datacontenttype", "application/json");
        attributes.put(POSITION, envelope.position());
        return attributes;
    }
}
