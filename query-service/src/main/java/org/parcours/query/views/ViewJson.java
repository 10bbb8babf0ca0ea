package org.parcours.query.views;

import org.parcours.events.Envelope;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.store.StoredDocument;
import tools.jackson.databind.json.JsonMapper;

/** The content of view documents as JSON, in the format of the events. */
public final class ViewJson {

    private final EventCodec codec;
    private final JsonMapper mapper;

    public ViewJson(EventCodec codec) {
        this.codec = codec;
        this.mapper = codec.mapper();
    }

    public byte[] write(Object content) {
        return mapper.writeValueAsBytes(content);
    }

    public <T> T read(StoredDocument document, Class<T> type) {
        return mapper.readValue(document.content(), type);
    }

    public byte[] write(Envelope event) {
        return codec.encode(event);
    }

    /** Of {@link ViewCollections#EVENTS}. */
    public Envelope readEvent(StoredDocument document) {
        return codec.decode(document.content());
    }
}
