package org.parcours.query.timeline.fold;

import java.util.List;
import java.util.UUID;
import org.parcours.events.Envelope;
import org.parcours.events.OtherEvent;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StepStatus;

/** A step of a kind from the catalogue: what was told of it last, as it happened. */
final class OtherFold {

    private final Draft draft;

    private OtherFold(Draft draft) {
        this.draft = draft;
    }

    static Draft fold(UUID step, List<Envelope> told) {
        OtherFold fold = new OtherFold(new Draft(step, "other", "planned", StepFold.first(told)));
        told.forEach(envelope -> {
            if (envelope.event() instanceof OtherEvent event) {
                fold.next(envelope, event);
            }
        });
        return fold.draft;
    }

    private void next(Envelope envelope, OtherEvent event) {
        switch (event) {
            case StepRecorded e -> {
                if (envelope.corrects().isPresent()) {
                    draft.isCorrectedBy(envelope);
                    draft.outdates(before -> true, Standing.REPLACED);
                } else {
                    draft.shows(envelope);
                }
                if (e.status() == StepStatus.CANCELLED) {
                    draft.outdates(before -> true, Standing.CANCELLED);
                }
                draft.kind = e.kind();
                e.title().ifPresent(title -> draft.title = e.title());
                draft.says(Told.details(e));
                draft.names(e.document());
                moves(envelope, e.status());
            }
        }
        draft.remembers(envelope, Standing.IN_EFFECT);
    }

    private void moves(Envelope envelope, StepStatus to) {
        boolean begins = draft.status == StepStatus.PLANNED;
        switch (to) {
            case PLANNED -> {
                draft.starts(envelope.occurredAt().toInstant());
                draft.becomes(to, "planned");
            }
            case IN_PROGRESS -> {
                if (begins) {
                    draft.starts(envelope.occurredAt().toInstant());
                }
                draft.endsOpen();
                draft.becomes(to, "in-progress");
            }
            case DONE -> {
                if (begins) {
                    draft.starts(envelope.occurredAt().toInstant());
                }
                draft.ends(envelope.occurredAt().toInstant());
                draft.becomes(to, "done");
            }
            case CANCELLED -> {
                draft.startsUnlessKnown(envelope.occurredAt().toInstant());
                draft.becomes(to, "cancelled");
            }
        }
    }
}
