package org.parcours.events.codec;

import org.parcours.events.Envelope;
import org.parcours.events.IsoTimeFormat;
import org.parcours.events.UnknownFields;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/** The CloudEvents document of an event: the context attributes first, everything else under {@code data}. */
final class EventDocument {

    private EventDocument() {}

    /** To be written as it is: its data becomes JSON then, not a tree before. */
    static ObjectNode writable(JsonMapper json, Envelope envelope) {
        if (!envelope.unknown().equals(UnknownFields.NONE)) {
            return of(json, envelope);
        }
        ObjectNode document = attributes(json, envelope);
        document.set("data", new POJONode(StoredEventData.of(envelope)));
        return document;
    }

    /** As a tree. */
    static ObjectNode of(JsonMapper json, Envelope envelope) {
        return envelope.unknown().addTo(ofKnownFields(json, envelope));
    }

    static ObjectNode ofKnownFields(JsonMapper json, Envelope envelope) {
        ObjectNode document = attributes(json, envelope);
        document.set("data", json.valueToTree(StoredEventData.of(envelope)));
        return document;
    }

    static ObjectNode attributes(JsonMapper json, Envelope envelope) {
        ObjectNode document = json.createObjectNode();
        document.put("specversion", "1.0");
        document.put("id", envelope.id().toString());
        document.put("source", EventCodec.SOURCE);
        document.put("type", EventType.of(envelope.event().getClass()).toString());
        document.put("subject", envelope.subject().toString());
        document.put("time", IsoTimeFormat.format(envelope.recordedAt()));
        document.put("datacontenttype", "application/json");
        document.put("position", envelope.position());
        return document;
    }
}
