package org.parcours.command.journey.letter;

import java.util.Set;
import org.parcours.command.intake.Fact;
import org.parcours.command.journey.StepDecision;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.journey.Verdict;
import org.parcours.events.Anomaly;
import org.parcours.events.LetterEvent;
import org.parcours.events.LetterEvent.DischargeLetterDelivered;
import org.parcours.events.LetterEvent.DischargeLetterIssued;
import org.parcours.events.LetterEvent.DischargeLetterReplaced;
import org.parcours.events.LetterEvent.DischargeLetterWithdrawn;

/** The discharge letter is written, rewritten, withdrawn and delivered. */
public final class RecordLetter extends StepDecision {

    public RecordLetter() {
        super(Set.of(
                DischargeLetterIssued.class,
                DischargeLetterReplaced.class,
                DischargeLetterWithdrawn.class,
                DischargeLetterDelivered.class));
    }

    @Override
    public Verdict decide(Fact fact, StepHistory history) {
        return switch ((LetterEvent) fact.event()) {
            case DischargeLetterIssued _, DischargeLetterDelivered _ -> Verdict.PLAIN;
            case DischargeLetterReplaced _ ->
                Verdict.correctingOr(
                        history.latest(DischargeLetterIssued.class, DischargeLetterReplaced.class),
                        Anomaly.Code.CORRECTS_NOTHING_KNOWN);
            case DischargeLetterWithdrawn _ ->
                Verdict.correctingOr(
                        history.latest(DischargeLetterIssued.class, DischargeLetterReplaced.class),
                        Anomaly.Code.CANCELS_NOTHING_KNOWN);
        };
    }
}
