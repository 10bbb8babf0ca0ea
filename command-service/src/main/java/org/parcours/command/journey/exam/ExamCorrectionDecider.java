package org.parcours.command.journey.exam;

import java.util.Optional;
import org.parcours.command.journey.AbstractStepCorrectionDecider;
import org.parcours.command.journey.CorrectionAndAnomalies;
import org.parcours.command.journey.OrderHistory;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.message.Fact;
import org.parcours.events.ImagingEvent;
import org.parcours.events.LabOrFunctionalExamEvent;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderCancelled;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderHeld;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderResumed;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderStatusReported;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenCollected;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenReceived;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenRejected;

/**
 * Decides the facts of an exam: ordered, order cancelled, specimen collected, result issued, corrected or withdrawn. A
 * result without an order is no anomaly.
 */
public final class ExamCorrectionDecider extends AbstractStepCorrectionDecider {

    public ExamCorrectionDecider() {
        super(LabOrFunctionalExamEvent.class, ImagingEvent.class);
    }

    @Override
    public CorrectionAndAnomalies decide(Fact fact, StepHistory history) {
        OrderHistory orders = new OrderHistory(history);
        return switch ((LabOrFunctionalExamEvent) fact.event()) {
            case ExamOrdered _, ExamOrderHeld _, ExamOrderResumed _, ResultIssued _ -> CorrectionAndAnomalies.NONE;
            case ExamOrderStatusReported _ -> CorrectionAndAnomalies.NONE;
            case SpecimenCollected _, SpecimenReceived _, SpecimenRejected _ -> CorrectionAndAnomalies.NONE;
            case ExamOrderCancelled cancelled -> orders.cancellation(cancelled.examination());
            case ResultCorrected corrected ->
                CorrectionAndAnomalies.correcting(orders.resultToCorrect(
                        corrected.order(), Optional.of(corrected.examination()), fact.occurredAt()));
            case ResultWithdrawn withdrawn ->
                CorrectionAndAnomalies.cancelling(orders.latestResult(withdrawn.order(), withdrawn.examination()));
        };
    }
}
