package org.parcours.standalone.demo.source;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A message of one application: the bytes, and when they are sent.
 *
 * @param id the application's message id (MSH-10, or the id of the CloudEvent)
 */
public record OutgoingMessage(
        Instant reportedAt,
        SourceApplicationCode application,
        String id,
        byte[] bytes,
        Optional<SimulatedFaultOrChange> irregularity)
        implements Comparable<OutgoingMessage> {

    private static final Comparator<OutgoingMessage> BY_REPORTED_TIME =
            Comparator.comparing(OutgoingMessage::reportedAt).thenComparing(OutgoingMessage::id);

    @Override
    public int compareTo(OutgoingMessage other) {
        return BY_REPORTED_TIME.compare(this, other);
    }

    /** The same bytes, sent again at this time. */
    OutgoingMessage duplicateAt(Instant at) {
        return new OutgoingMessage(at, application, id, bytes, Optional.of(SimulatedFaultOrChange.DUPLICATE));
    }
}
