package org.parcours.command.journey.exam;

import java.util.Set;
import org.parcours.command.intake.Fact;
import org.parcours.command.journey.StepDecision;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.journey.Verdict;
import org.parcours.events.Anomaly;
import org.parcours.events.ExamEvent;
import org.parcours.events.ExamEvent.ExamOrderCancelled;
import org.parcours.events.ExamEvent.ExamOrdered;
import org.parcours.events.ExamEvent.ResultCorrected;
import org.parcours.events.ExamEvent.ResultIssued;
import org.parcours.events.ExamEvent.ResultWithdrawn;
import org.parcours.events.ExamEvent.SpecimenCollected;

/** An exam is asked for, sampled and answered; answers get corrected and withdrawn. A result without order is normal. */
public final class RecordExam extends StepDecision {

    public RecordExam() {
        super(Set.of(
                ExamOrdered.class,
                ExamOrderCancelled.class,
                SpecimenCollected.class,
                ResultIssued.class,
                ResultCorrected.class,
                ResultWithdrawn.class));
    }

    @Override
    public Verdict decide(Fact fact, StepHistory history) {
        return switch ((ExamEvent) fact.event()) {
            case ExamOrdered _, SpecimenCollected _, ResultIssued _ -> Verdict.PLAIN;
            case ExamOrderCancelled _ ->
                Verdict.correctingOr(history.latest(ExamOrdered.class), Anomaly.Code.CANCELS_NOTHING_KNOWN);
            case ResultCorrected _ ->
                Verdict.correctingOr(
                        history.latest(ResultIssued.class, ResultCorrected.class), Anomaly.Code.CORRECTS_NOTHING_KNOWN);
            case ResultWithdrawn _ ->
                Verdict.correctingOr(
                        history.latest(ResultIssued.class, ResultCorrected.class), Anomaly.Code.CANCELS_NOTHING_KNOWN);
        };
    }
}
