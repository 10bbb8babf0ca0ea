package org.parcours.command.journey.imaging;

import java.util.Optional;
import org.parcours.command.journey.AbstractStepCorrectionDecider;
import org.parcours.command.journey.CorrectionAndAnomalies;
import org.parcours.command.journey.OrderHistory;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.message.Fact;
import org.parcours.events.ImagingEvent;
import org.parcours.events.ImagingEvent.ImagingOrderCancelled;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.ImagingEvent.ImagingPerformed;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.LabOrFunctionalExamEvent;

/**
 * Decides the facts of imaging: ordered, order cancelled, performed, reported. Only a report with the status {@code
 * CORRECTED} corrects another one, since an older report may arrive later.
 */
public final class ImagingCorrectionDecider extends AbstractStepCorrectionDecider {

    public ImagingCorrectionDecider() {
        super(LabOrFunctionalExamEvent.class, ImagingEvent.class);
    }

    @Override
    public CorrectionAndAnomalies decide(Fact fact, StepHistory history) {
        OrderHistory orders = new OrderHistory(history);
        return switch ((ImagingEvent) fact.event()) {
            case ImagingOrdered _, ImagingPerformed _ -> CorrectionAndAnomalies.NONE;
            case ImagingOrderCancelled cancelled -> orders.cancellation(cancelled.examination());
            case ImagingReported report ->
                switch (report.status()) {
                    case PRELIMINARY, FINAL -> CorrectionAndAnomalies.NONE;
                    case CORRECTED ->
                        CorrectionAndAnomalies.correcting(orders.resultToCorrect(
                                report.order(), Optional.of(report.examination()), fact.occurredAt()));
                };
        };
    }
}
