package org.parcours.command.journey.imaging;

import java.util.Optional;
import java.util.Set;
import org.parcours.command.journey.DecisionResult;
import org.parcours.command.journey.OrderHistory;
import org.parcours.command.journey.StepDecider;
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
public final class ImagingDecider extends StepDecider {

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
    public DecisionResult decide(Fact fact, StepHistory history) {
        OrderHistory orders = new OrderHistory(history);
        return switch ((ImagingEvent) fact.event()) {
            case ImagingOrdered _, ImagingPerformed _ -> DecisionResult.NORMAL;
            case ImagingOrderCancelled cancelled ->
                DecisionResult.correctingOrAnomaly(
                        orders.latestOrder(cancelled.examination()), Anomaly.Code.CANCELS_NOTHING_KNOWN);
            case ImagingReported report ->
                switch (report.status()) {
                    case PRELIMINARY, FINAL -> DecisionResult.NORMAL;
                    case CORRECTED ->
                        DecisionResult.correctingOrAnomaly(
                                orders.latestResult(Optional.of(report.examination())),
                                Anomaly.Code.CORRECTS_NOTHING_KNOWN);
                };
        };
    }
}
