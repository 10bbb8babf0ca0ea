package org.parcours.query.projection;

import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.Map;
import org.parcours.events.Envelope;
import org.parcours.events.codec.EventCodec;

/** The JSON of a batch's events; each event is encoded once, however many documents contain it. */
final class EventJsonCache {

    private final EventCodec codec;
    private final Map<Envelope, String> json = new IdentityHashMap<>();

    EventJsonCache(EventCodec codec) {
        this.codec = codec;
    }

    String get(Envelope envelope) {
        return json.computeIfAbsent(envelope, e -> new String(codec.encode(e), StandardCharsets.UTF_8));
    }
}
