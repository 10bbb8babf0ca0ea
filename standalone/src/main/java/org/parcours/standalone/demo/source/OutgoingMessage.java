package org.parcours.standalone.demo.source;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * What one application tells at one moment: the bytes as they go over the wire.
 *
 * @param id the application's own id of it (MSH-10, a CloudEvent's id)
 */
public record OutgoingMessage(
        Instant reportedAt, SourceApplication application, String id, byte[] bytes, Optional<SimulatedFault> fault)
        implements Comparable<OutgoingMessage> {

    private static final Comparator<OutgoingMessage> BY_REPORTED_TIME =
            Comparator.comparing(OutgoingMessage::reportedAt).thenComparing(OutgoingMessage::id);

    @Override
    public int compareTo(OutgoingMessage other) {
        return BY_REPORTED_TIME.compare(this, other);
    }

    /** The same bytes again, later. */
    OutgoingMessage duplicateAt(Instant at) {
        return new OutgoingMessage(at, application, id, bytes, Optional.of(SimulatedFault.DUPLICATE));
    }
}
