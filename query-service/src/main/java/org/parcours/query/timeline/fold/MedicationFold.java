package org.parcours.query.timeline.fold;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parcours.events.Coding;
import org.parcours.events.Envelope;
import org.parcours.events.MedicationEvent;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationDispensed;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationStopped;
import org.parcours.events.StepStatus;

/** A prescription and what was given of it, also after it was stopped; each dose given is in its history. */
final class MedicationFold {

    private final Draft draft;
    private int given;
    private boolean stopped;

    private MedicationFold(Draft draft) {
        this.draft = draft;
    }

    static Draft fold(UUID step, List<Envelope> told) {
        MedicationFold fold = new MedicationFold(new Draft(step, "medication", "prescribed", StepFold.first(told)));
        told.forEach(envelope -> {
            if (envelope.event() instanceof MedicationEvent event) {
                fold.next(envelope, event);
            }
        });
        return fold.draft;
    }

    private void next(Envelope envelope, MedicationEvent event) {
        draft.says(Told.details(event));
        switch (event) {
            case MedicationPrescribed e -> {
                product(e.product());
                if (stopped) {
                    stopped = false;
                    draft.forgets("cancelReason");
                    draft.becomes(
                            given == 0 ? StepStatus.PLANNED : StepStatus.DONE,
                            given == 0 ? "prescribed" : "administered");
                }
                if (given == 0) {
                    draft.shows(envelope);
                    draft.startsUnlessKnown(envelope.occurredAt().toInstant());
                }
                if (envelope.corrects().isPresent()) {
                    draft.outdates(before -> before.event() instanceof MedicationPrescribed, Standing.REPLACED);
                }
            }
            case MedicationStopped e -> {
                stopped = true;
                draft.shows(envelope);
                draft.startsUnlessKnown(envelope.occurredAt().toInstant());
                draft.outdates(before -> before.event() instanceof MedicationPrescribed, Standing.CANCELLED);
                draft.becomes(given == 0 ? StepStatus.CANCELLED : StepStatus.DONE, "stopped");
            }
            case MedicationDispensed e -> {
                product(e.product());
                if (given == 0 && !stopped) {
                    draft.shows(envelope);
                    draft.startsUnlessKnown(envelope.occurredAt().toInstant());
                    draft.becomes(StepStatus.IN_PROGRESS, "dispensed");
                }
            }
            case MedicationAdministered e -> {
                product(e.product());
                draft.shows(envelope);
                draft.startsUnlessKnown(envelope.occurredAt().toInstant());
                draft.ends(envelope.occurredAt().toInstant());
                given++;
                draft.says(List.of(
                        Detail.of("timesGiven", Integer.toString(given)),
                        Detail.of("lastGiven", envelope.occurredAt())));
                draft.becomes(StepStatus.DONE, stopped ? "stopped" : "administered");
            }
        }
        draft.remembers(envelope, Standing.IN_EFFECT);
        draft.corrected |= envelope.corrects().isPresent() && !stopped;
    }

    private void product(Coding product) {
        draft.title = Optional.of(product.label());
    }
}
