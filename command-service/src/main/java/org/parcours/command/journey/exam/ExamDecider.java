package org.parcours.command.journey.exam;

import java.util.Optional;
import org.parcours.command.journey.AbstractStepDecider;
import org.parcours.command.journey.EventAnnotations;
import org.parcours.command.journey.OrderHistory;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.message.Fact;
import org.parcours.events.ExamEvent;
import org.parcours.events.ExamEvent.ExamOrderCancelled;
import org.parcours.events.ExamEvent.ExamOrdered;
import org.parcours.events.ExamEvent.ResultCorrected;
import org.parcours.events.ExamEvent.ResultIssued;
import org.parcours.events.ExamEvent.ResultWithdrawn;
import org.parcours.events.ExamEvent.SpecimenCollected;
import org.parcours.events.ImagingEvent;

/**
 * Decides the facts of an exam: ordered, order cancelled, specimen collected, result issued, corrected or withdrawn. A
 * result without an order is no anomaly.
 */
public final class ExamDecider extends AbstractStepDecider {

    public ExamDecider() {
        super(ExamEvent.class, ImagingEvent.class);
    }

    @Override
    public EventAnnotations decide(Fact fact, StepHistory history) {
        OrderHistory orders = new OrderHistory(history);
        return switch ((ExamEvent) fact.event()) {
            case ExamOrdered _, SpecimenCollected _, ResultIssued _ -> EventAnnotations.NONE;
            case ExamOrderCancelled cancelled ->
                EventAnnotations.cancelling(orders.latestOrder(cancelled.examination()));
            case ResultCorrected corrected ->
                EventAnnotations.correcting(orders.latestResult(Optional.of(corrected.examination())));
            case ResultWithdrawn withdrawn -> EventAnnotations.cancelling(orders.latestResult(withdrawn.examination()));
        };
    }
}
