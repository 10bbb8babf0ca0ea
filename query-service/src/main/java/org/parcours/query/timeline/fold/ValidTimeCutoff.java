package org.parcours.query.timeline.fold;

import java.time.Instant;
import java.util.Optional;
import org.parcours.events.Envelope;

/**
 * The moment of the journey that is asked for: only what had happened by then counts.
 *
 * <p>Corrections and merges are no happenings: they tell what was true all along, so they count whenever they were made.
 */
public record ValidTimeCutoff(Optional<Instant> at) {

    public static final ValidTimeCutoff NONE = new ValidTimeCutoff(Optional.empty());

    public static ValidTimeCutoff of(Instant at) {
        return new ValidTimeCutoff(Optional.of(at));
    }

    boolean includes(Instant instant) {
        return at.map(cutoff -> !instant.isAfter(cutoff)).orElse(true);
    }

    boolean includes(Envelope envelope) {
        return includes(envelope.occurredAt().toInstant());
    }

    /** A plan lies in the future when it is made: it counts from when it was told. */
    boolean includesPlan(Envelope envelope) {
        return includes(envelope) || includes(envelope.recordedAt());
    }
}
