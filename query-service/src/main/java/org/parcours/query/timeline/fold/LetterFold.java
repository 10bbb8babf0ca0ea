package org.parcours.query.timeline.fold;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.LetterEvent;
import org.parcours.events.LetterEvent.DischargeLetterDelivered;
import org.parcours.events.LetterEvent.DischargeLetterIssued;
import org.parcours.events.LetterEvent.DischargeLetterReplaced;
import org.parcours.events.LetterEvent.DischargeLetterWithdrawn;
import org.parcours.events.StepStatus;

/** A discharge letter is done when it has reached somebody; a new version has to go out again. */
final class LetterFold {

    private final Draft draft;
    private boolean replaced;

    private LetterFold(Draft draft) {
        this.draft = draft;
    }

    static Draft fold(UUID step, List<Envelope> told) {
        LetterFold fold = new LetterFold(new Draft(step, "letter", "issued", StepFold.first(told)));
        told.forEach(envelope -> {
            if (envelope.event() instanceof LetterEvent event) {
                fold.next(envelope, event);
            }
        });
        return fold.draft;
    }

    private void next(Envelope envelope, LetterEvent event) {
        draft.says(Told.details(event));
        switch (event) {
            case DischargeLetterIssued e -> {
                if (replaced) {
                    draft.remembers(envelope, Standing.REPLACED);
                    return;
                }
                written(envelope, e.title(), e.document());
                draft.becomes(StepStatus.IN_PROGRESS, "issued");
            }
            case DischargeLetterReplaced e -> {
                replaced = true;
                draft.outdates(before -> true, Standing.REPLACED);
                written(envelope, e.title(), e.document());
                draft.isCorrectedBy(envelope);
                draft.forgets("recipient");
                draft.endsOpen();
                draft.becomes(StepStatus.IN_PROGRESS, "replaced");
            }
            case DischargeLetterWithdrawn e -> {
                draft.shows(envelope);
                draft.startsUnlessKnown(envelope.occurredAt().toInstant());
                draft.forgetsValues();
                draft.outdates(before -> true, Standing.CANCELLED);
                draft.becomes(StepStatus.CANCELLED, "withdrawn");
            }
            case DischargeLetterDelivered e -> {
                draft.shows(envelope);
                draft.startsUnlessKnown(envelope.occurredAt().toInstant());
                draft.ends(envelope.occurredAt().toInstant());
                if (draft.status != StepStatus.CANCELLED) {
                    draft.becomes(StepStatus.DONE, "delivered");
                }
            }
        }
        draft.remembers(envelope, Standing.IN_EFFECT);
    }

    private void written(Envelope envelope, Optional<String> title, Optional<DocumentRef> document) {
        draft.shows(envelope);
        draft.startsUnlessKnown(envelope.occurredAt().toInstant());
        title.ifPresent(told -> draft.title = Optional.of(told));
        draft.namesOnly(document);
    }
}
