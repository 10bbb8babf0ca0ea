package org.parcours.query.timeline.fold;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.LetterEvent;
import org.parcours.events.LetterEvent.DischargeLetterDelivered;
import org.parcours.events.LetterEvent.DischargeLetterDrafted;
import org.parcours.events.LetterEvent.DischargeLetterIssued;
import org.parcours.events.LetterEvent.DischargeLetterReplaced;
import org.parcours.events.LetterEvent.DischargeLetterWithdrawn;
import org.parcours.events.StepStatus;

/**
 * A discharge letter and its versions, of which one is current: what is told of another one stays in the history. It is
 * done when it has reached somebody; a new version has to go out again.
 */
final class LetterFold {

    private final Draft draft;
    private final List<Identifier> superseded = new ArrayList<>();
    private Optional<Identifier> current = Optional.empty();

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
        switch (event) {
            case DischargeLetterDrafted e -> drafted(envelope, e);
            case DischargeLetterIssued e -> issued(envelope, e);
            case DischargeLetterReplaced e -> replaced(envelope, e);
            case DischargeLetterWithdrawn e -> withdrawn(envelope, e);
            case DischargeLetterDelivered e -> delivered(envelope, e);
        }
    }

    /** The draft of a next version changes nothing of the one that people have. */
    private void drafted(Envelope envelope, DischargeLetterDrafted event) {
        if (current.isEmpty() || draft.stage.equals("draft")) {
            becomes(envelope, event, event.title(), event.document());
            draft.becomes(StepStatus.IN_PROGRESS, "draft");
        }
        draft.remembers(envelope, Standing.IN_EFFECT);
    }

    private void issued(Envelope envelope, DischargeLetterIssued event) {
        if (isSuperseded(event.letter())) {
            draft.remembers(envelope, Standing.REPLACED);
            return;
        }
        boolean nextVersion =
                current.filter(number -> !number.isSameNumberAs(event.letter())).isPresent();
        boolean known = !nextVersion && current.isPresent() && !draft.stage.equals("draft");
        if (nextVersion) {
            supersede(current.orElseThrow());
        }
        becomes(envelope, event, event.title(), event.document());
        if (!known || draft.status == StepStatus.CANCELLED) {
            draft.becomes(StepStatus.IN_PROGRESS, "issued");
        }
        draft.remembers(envelope, Standing.IN_EFFECT);
    }

    private void replaced(Envelope envelope, DischargeLetterReplaced event) {
        event.replaces().ifPresent(superseded::add);
        if (isSuperseded(event.letter())) {
            draft.remembers(envelope, Standing.REPLACED);
            return;
        }
        current.filter(number -> !number.isSameNumberAs(event.letter())).ifPresent(superseded::add);
        draft.outdates(before -> true, Standing.REPLACED);
        becomes(envelope, event, event.title(), event.document());
        draft.isCorrectedBy(envelope);
        draft.forgets("recipient");
        draft.endsOpen();
        draft.becomes(StepStatus.IN_PROGRESS, "replaced");
        draft.remembers(envelope, Standing.IN_EFFECT);
    }

    private void withdrawn(Envelope envelope, DischargeLetterWithdrawn event) {
        Predicate<Envelope> ofThisVersion =
                before -> ((LetterEvent) before.event()).letter().isSameNumberAs(event.letter());
        if (isCurrent(event)) {
            draft.shows(envelope);
            draft.says(Told.details(event));
            draft.startsUnlessKnown(envelope.occurredAt().toInstant());
            draft.forgetsValues();
            draft.outdates(before -> true, Standing.CANCELLED);
            draft.becomes(StepStatus.CANCELLED, "withdrawn");
        } else {
            draft.outdates(ofThisVersion, Standing.CANCELLED);
        }
        draft.remembers(envelope, Standing.IN_EFFECT);
    }

    private void delivered(Envelope envelope, DischargeLetterDelivered event) {
        if (isCurrent(event)) {
            draft.shows(envelope);
            draft.says(Told.details(event));
            draft.startsUnlessKnown(envelope.occurredAt().toInstant());
            draft.ends(envelope.occurredAt().toInstant());
            if (draft.status != StepStatus.CANCELLED) {
                draft.becomes(StepStatus.DONE, "delivered");
            }
        }
        draft.remembers(envelope, Standing.IN_EFFECT);
    }

    private void becomes(Envelope envelope, LetterEvent event, Optional<String> title, Optional<DocumentRef> document) {
        current = Optional.of(event.letter());
        draft.shows(envelope);
        draft.says(Told.details(event));
        draft.startsUnlessKnown(envelope.occurredAt().toInstant());
        title.ifPresent(told -> draft.title = Optional.of(told));
        draft.namesOnly(document);
    }

    private void supersede(Identifier version) {
        superseded.add(version);
        draft.outdates(before -> true, Standing.REPLACED);
    }

    private boolean isSuperseded(Identifier version) {
        return superseded.stream().anyMatch(version::isSameNumberAs);
    }

    private boolean isCurrent(LetterEvent event) {
        return current.isEmpty() || current.get().isSameNumberAs(event.letter());
    }
}
