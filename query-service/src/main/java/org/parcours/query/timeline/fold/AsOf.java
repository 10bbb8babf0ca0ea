package org.parcours.query.timeline.fold;

import java.time.Instant;
import java.util.Optional;
import org.parcours.events.Envelope;

/**
 * The moment of the journey that is asked for: only what had happened by then counts.
 *
 * <p>Corrections and merges are no happenings: they tell what was true all along, so they count whenever they were made.
 */
public record AsOf(Optional<Instant> at) {

    public static final AsOf NOW = new AsOf(Optional.empty());

    public static AsOf of(Instant at) {
        return new AsOf(Optional.of(at));
    }

    boolean includes(Instant moment) {
        return at.map(limit -> !moment.isAfter(limit)).orElse(true);
    }

    boolean includes(Envelope envelope) {
        return includes(envelope.occurredAt().toInstant());
    }

    /** A plan lies in the future when it is made: it counts from when it was told. */
    boolean includesPlan(Envelope envelope) {
        return includes(envelope) || includes(envelope.recordedAt());
    }
}
