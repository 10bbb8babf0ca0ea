package org.parcours.command.journey.exam;

import java.util.Optional;
import java.util.Set;
import org.parcours.command.journey.AbstractStepDecider;
import org.parcours.command.journey.EventAnnotations;
import org.parcours.command.journey.OrderHistory;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import org.parcours.events.ExamEvent;
import org.parcours.events.ExamEvent.ExamOrderCancelled;
import org.parcours.events.ExamEvent.ExamOrdered;
import org.parcours.events.ExamEvent.ResultCorrected;
import org.parcours.events.ExamEvent.ResultIssued;
import org.parcours.events.ExamEvent.ResultWithdrawn;
import org.parcours.events.ExamEvent.SpecimenCollected;

/**
 * Decides the facts of an exam: ordered, order cancelled, specimen collected, result issued, corrected or withdrawn. A
 * result without an order is no anomaly.
 */
public final class ExamDecider extends AbstractStepDecider {

    public ExamDecider() {
        super(
                Set.of(
                        ExamOrdered.class,
                        ExamOrderCancelled.class,
                        SpecimenCollected.class,
                        ResultIssued.class,
                        ResultCorrected.class,
                        ResultWithdrawn.class),
                OrderHistory.EVENT_TYPES);
    }

    @Override
    public EventAnnotations decide(Fact fact, StepHistory history) {
        OrderHistory orders = new OrderHistory(history);
        return switch ((ExamEvent) fact.event()) {
            case ExamOrdered _, SpecimenCollected _, ResultIssued _ -> EventAnnotations.NORMAL;
            case ExamOrderCancelled cancelled ->
                EventAnnotations.correctingOrAnomaly(
                        orders.latestOrder(cancelled.examination()), Anomaly.Code.CANCELS_NOTHING_KNOWN);
            case ResultCorrected corrected ->
                EventAnnotations.correctingOrAnomaly(
                        orders.latestResult(Optional.of(corrected.examination())), Anomaly.Code.CORRECTS_NOTHING_KNOWN);
            case ResultWithdrawn withdrawn ->
                EventAnnotations.correctingOrAnomaly(
                        orders.latestResult(withdrawn.examination()), Anomaly.Code.CANCELS_NOTHING_KNOWN);
        };
    }
}
