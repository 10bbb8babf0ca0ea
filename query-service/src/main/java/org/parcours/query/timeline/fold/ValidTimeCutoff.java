package org.parcours.query.timeline.fold;

import java.time.Instant;
import java.util.Optional;
import org.parcours.events.Envelope;

/**
 * The valid time of a query ("as it was at T"): only events that had happened by then are included.
 *
 * <p>Corrections and merges are included whenever they were recorded, because they state what was true from the start.
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

    /** A plan has a future date when it is made; it is included from when it was recorded. */
    boolean includesPlan(Envelope envelope) {
        return includes(envelope) || includes(envelope.recordedAt());
    }
}
