package org.parcours.command.journey.letter;

import java.util.Optional;
import org.parcours.command.journey.AbstractStepCorrectionDecider;
import org.parcours.command.journey.CorrectionAndAnomalies;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.message.Fact;
import org.parcours.events.DischargeLetterEvent;
import org.parcours.events.DischargeLetterEvent.DischargeLetterDelivered;
import org.parcours.events.DischargeLetterEvent.DischargeLetterDrafted;
import org.parcours.events.DischargeLetterEvent.DischargeLetterIssued;
import org.parcours.events.DischargeLetterEvent.DischargeLetterReplaced;
import org.parcours.events.DischargeLetterEvent.DischargeLetterWithdrawn;
import org.parcours.events.EventId;
import org.parcours.events.Identifier;

/** Decides the facts of a discharge letter: drafted, issued, replaced by a next version, withdrawn, delivered. */
public final class LetterCorrectionDecider extends AbstractStepCorrectionDecider {

    public LetterCorrectionDecider() {
        super(DischargeLetterEvent.class);
    }

    @Override
    public CorrectionAndAnomalies decide(Fact fact, StepHistory history) {
        return switch ((DischargeLetterEvent) fact.event()) {
            case DischargeLetterDrafted _, DischargeLetterIssued _, DischargeLetterDelivered _ ->
                CorrectionAndAnomalies.NONE;
            case DischargeLetterReplaced replaced ->
                CorrectionAndAnomalies.correcting(
                        latestVersion(replaced.replaces().orElse(replaced.letter()), history));
            case DischargeLetterWithdrawn withdrawn ->
                CorrectionAndAnomalies.cancelling(latestVersion(withdrawn.letter(), history));
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
