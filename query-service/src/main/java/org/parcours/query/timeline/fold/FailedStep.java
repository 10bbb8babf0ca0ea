package org.parcours.query.timeline.fold;

import java.util.List;
import java.util.UUID;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;

/**
 * A step that could not be folded and is shown as a marker. The fold returns it as a value; the caller logs it.
 *
 * @param event the first recorded event of the step
 * @param cause free of identities
 */
public record FailedStep(UUID step, EventId event, String cause) {

    static FailedStep of(UUID step, List<Envelope> events, RuntimeException cause) {
        return new FailedStep(step, StepFoldDispatcher.firstRecorded(events).id(), FailureDescription.of(cause));
    }
}
