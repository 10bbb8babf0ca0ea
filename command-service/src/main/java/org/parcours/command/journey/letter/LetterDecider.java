package org.parcours.command.journey.letter;

import java.util.Optional;
import org.parcours.command.journey.AbstractStepDecider;
import org.parcours.command.journey.EventAnnotations;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.message.Fact;
import org.parcours.events.EventId;
import org.parcours.events.Identifier;
import org.parcours.events.LetterEvent;
import org.parcours.events.LetterEvent.DischargeLetterDelivered;
import org.parcours.events.LetterEvent.DischargeLetterDrafted;
import org.parcours.events.LetterEvent.DischargeLetterIssued;
import org.parcours.events.LetterEvent.DischargeLetterReplaced;
import org.parcours.events.LetterEvent.DischargeLetterWithdrawn;

/** Decides the facts of a discharge letter: drafted, issued, replaced by a next version, withdrawn, delivered. */
public final class LetterDecider extends AbstractStepDecider {

    public LetterDecider() {
        super(LetterEvent.class);
    }

    @Override
    public EventAnnotations decide(Fact fact, StepHistory history) {
        return switch ((LetterEvent) fact.event()) {
            case DischargeLetterDrafted _, DischargeLetterIssued _, DischargeLetterDelivered _ -> EventAnnotations.NONE;
            case DischargeLetterReplaced replaced ->
                EventAnnotations.correcting(latestVersion(replaced.replaces().orElse(replaced.letter()), history));
            case DischargeLetterWithdrawn withdrawn ->
                EventAnnotations.cancelling(latestVersion(withdrawn.letter(), history));
        };
    }

    /** The latest event that drafts, issues or replaces that version of the letter. */
    private static Optional<EventId> latestVersion(Identifier letter, StepHistory history) {
        return history.latest(event -> switch (event) {
            case DischargeLetterDrafted drafted -> drafted.letter().isSameNumberAs(letter);
            case DischargeLetterIssued issued -> issued.letter().isSameNumberAs(letter);
            case DischargeLetterReplaced replaced -> replaced.letter().isSameNumberAs(letter);
            default -> false;
        });
    }
}
