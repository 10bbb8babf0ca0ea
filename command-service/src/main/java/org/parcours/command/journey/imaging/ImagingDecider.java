package org.parcours.command.journey.imaging;

import java.util.Optional;
import org.parcours.command.journey.AbstractStepDecider;
import org.parcours.command.journey.EventAnnotations;
import org.parcours.command.journey.OrderHistory;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.message.Fact;
import org.parcours.events.ExamEvent;
import org.parcours.events.ImagingEvent;
import org.parcours.events.ImagingEvent.ImagingOrderCancelled;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.ImagingEvent.ImagingPerformed;
import org.parcours.events.ImagingEvent.ImagingReported;

/**
 * Decides the facts of imaging: ordered, order cancelled, performed, reported. Only a report with the status {@code
 * CORRECTED} corrects another one, since an older report may arrive later.
 */
public final class ImagingDecider extends AbstractStepDecider {

    public ImagingDecider() {
        super(ExamEvent.class, ImagingEvent.class);
    }

    @Override
    public EventAnnotations decide(Fact fact, StepHistory history) {
        OrderHistory orders = new OrderHistory(history);
        return switch ((ImagingEvent) fact.event()) {
            case ImagingOrdered _, ImagingPerformed _ -> EventAnnotations.NONE;
            case ImagingOrderCancelled cancelled ->
                EventAnnotations.cancelling(orders.latestOrder(cancelled.examination()));
            case ImagingReported report ->
                switch (report.status()) {
                    case PRELIMINARY, FINAL -> EventAnnotations.NONE;
                    case CORRECTED ->
                        EventAnnotations.correcting(orders.latestResult(Optional.of(report.examination())));
                };
        };
    }
}
