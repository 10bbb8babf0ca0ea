package org.parcours.query.timeline.fold;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parcours.events.Envelope;

/**
 * A step as a patient's timeline shows it, whatever the other steps are.
 *
 * @param failure present where the step could not be folded: its entry is a marker
 */
public record ShownStep(List<TimelineEntry> entries, Optional<Stay> stay, Optional<Timeline.FailedStep> failure) {

    public ShownStep {
        entries = List.copyOf(entries);
    }

    /**
     * @param step the id under which the step is shown
     * @param events all events of the step, in any order
     * @param union names the id under which the step's stay is shown
     */
    public static ShownStep fold(UUID step, List<Envelope> events, StepUnion union, ValidTimeCutoff cutoff) {
        try {
            StepEventsFold.FoldResult result = StepEventsFold.fold(step, events, cutoff);
            return new ShownStep(
                    result.entries().stream()
                            .map(entry -> entry.inStay(union.stay(entry.stay())))
                            .toList(),
                    result.stay(),
                    Optional.empty());
        } catch (RuntimeException e) {
            // A marker is shown, so that the other steps of the patient remain visible.
            return new ShownStep(
                    List.of(TimelineEntry.marker(step, events)),
                    Optional.empty(),
                    Optional.of(new Timeline.FailedStep(
                            step, StepEventsFold.firstRecorded(events).id(), RedactedExceptionFormatter.of(e))));
        }
    }
}
