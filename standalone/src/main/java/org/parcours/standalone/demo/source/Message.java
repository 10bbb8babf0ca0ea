package org.parcours.standalone.demo.source;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * What one application tells at one moment: the bytes as they go over the wire.
 *
 * @param id the application's own id of it (MSH-10, a CloudEvent's id)
 */
public record Message(Instant toldAt, SourceApplication from, String id, byte[] bytes, Optional<Fault> fault)
        implements Comparable<Message> {

    private static final Comparator<Message> IN_THE_ORDER_TOLD =
            Comparator.comparing(Message::toldAt).thenComparing(Message::id);

    @Override
    public int compareTo(Message other) {
        return IN_THE_ORDER_TOLD.compare(this, other);
    }

    /** The same bytes again, later. */
    Message again(Instant at) {
        return new Message(at, from, id, bytes, Optional.of(Fault.DUPLICATE));
    }
}
