package org.parcours.command.journey.imaging;

import java.util.Optional;
import java.util.Set;
import org.parcours.command.journey.AbstractStepDecider;
import org.parcours.command.journey.EventAnnotations;
import org.parcours.command.journey.OrderHistory;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
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
        super(
                Set.of(
                        ImagingOrdered.class,
                        ImagingOrderCancelled.class,
                        ImagingPerformed.class,
                        ImagingReported.class),
                OrderHistory.EVENT_TYPES);
    }

    @Override
    public EventAnnotations decide(Fact fact, StepHistory history) {
        OrderHistory orders = new OrderHistory(history);
        return switch ((ImagingEvent) fact.event()) {
            case ImagingOrdered _, ImagingPerformed _ -> EventAnnotations.NORMAL;
            case ImagingOrderCancelled cancelled ->
                EventAnnotations.correctingOrAnomaly(
                        orders.latestOrder(cancelled.examination()), Anomaly.Code.CANCELS_NOTHING_KNOWN);
            case ImagingReported report ->
                switch (report.status()) {
                    case PRELIMINARY, FINAL -> EventAnnotations.NORMAL;
                    case CORRECTED ->
                        EventAnnotations.correctingOrAnomaly(
                                orders.latestResult(Optional.of(report.examination())),
                                Anomaly.Code.CORRECTS_NOTHING_KNOWN);
                };
        };
    }
}
