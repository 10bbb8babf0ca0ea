package org.parcours.query.timeline.fold;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parcours.events.Coding;
import org.parcours.events.Envelope;
import org.parcours.events.StepStatus;
import org.parcours.events.SurgeryEvent;
import org.parcours.events.SurgeryEvent.SurgeryCancelled;
import org.parcours.events.SurgeryEvent.SurgeryCompleted;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;
import org.parcours.events.SurgeryEvent.SurgeryStarted;

/** Scheduled (told again: rescheduled), started, completed; a schedule never undoes what has begun. */
final class SurgeryFold {

    private final Draft draft;
    private boolean scheduled;
    private boolean started;
    private boolean completed;

    private SurgeryFold(Draft draft) {
        this.draft = draft;
    }

    static Draft fold(UUID step, List<Envelope> told) {
        SurgeryFold fold = new SurgeryFold(new Draft(step, "surgery", "scheduled", StepFold.first(told)));
        told.forEach(envelope -> {
            if (envelope.event() instanceof SurgeryEvent event) {
                fold.next(envelope, event);
            }
        });
        return fold.draft;
    }

    private void next(Envelope envelope, SurgeryEvent event) {
        draft.says(Told.details(event));
        switch (event) {
            case SurgeryScheduled e -> {
                title(e.procedure());
                if (!started && !completed) {
                    draft.shows(envelope);
                    draft.starts(e.plannedStart());
                    draft.startsUnlessKnown(envelope.occurredAt().toInstant());
                    draft.ends(e.plannedEnd());
                    draft.outdates(before -> before.event() instanceof SurgeryScheduled, Standing.REPLACED);
                    draft.forgets("cancelReason");
                    draft.becomes(StepStatus.PLANNED, scheduled ? "rescheduled" : "scheduled");
                    scheduled = true;
                }
            }
            case SurgeryStarted e -> {
                title(e.procedure());
                draft.starts(envelope.occurredAt().toInstant());
                if (!completed) {
                    draft.shows(envelope);
                    draft.endsOpen();
                    draft.becomes(StepStatus.IN_PROGRESS, "started");
                }
                started = true;
            }
            case SurgeryCompleted e -> {
                title(e.procedure());
                draft.shows(envelope);
                if (!started) {
                    draft.starts(envelope.occurredAt().toInstant());
                }
                draft.ends(envelope.occurredAt().toInstant());
                draft.becomes(StepStatus.DONE, "completed");
                completed = true;
            }
            case SurgeryCancelled e -> {
                draft.shows(envelope);
                draft.startsUnlessKnown(envelope.occurredAt().toInstant());
                draft.becomes(StepStatus.CANCELLED, "cancelled");
                draft.outdates(before -> true, Standing.CANCELLED);
                started = false;
                completed = false;
            }
        }
        draft.remembers(envelope, Standing.IN_EFFECT);
    }

    private void title(Optional<Coding> procedure) {
        procedure.ifPresent(told -> draft.title = Optional.of(told.label()));
    }
}
