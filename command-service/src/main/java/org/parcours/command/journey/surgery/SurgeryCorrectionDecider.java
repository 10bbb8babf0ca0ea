package org.parcours.command.journey.surgery;

import org.parcours.command.journey.AbstractStepCorrectionDecider;
import org.parcours.command.journey.CorrectionAndAnomalies;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.message.Fact;
import org.parcours.events.SurgeryEvent;
import org.parcours.events.SurgeryEvent.SurgeryCancelled;
import org.parcours.events.SurgeryEvent.SurgeryCompleted;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;
import org.parcours.events.SurgeryEvent.SurgeryStarted;

/**
 * Decides the facts of an operation: scheduled, rescheduled, started, completed, cancelled. A start without a schedule
 * is an emergency, and no anomaly.
 */
public final class SurgeryCorrectionDecider extends AbstractStepCorrectionDecider {

    public SurgeryCorrectionDecider() {
        super(SurgeryEvent.class);
    }

    @Override
    public CorrectionAndAnomalies decide(Fact fact, StepHistory history) {
        return switch ((SurgeryEvent) fact.event()) {
            case SurgeryStarted _, SurgeryCompleted _ -> CorrectionAndAnomalies.NONE;
            case SurgeryScheduled _ ->
                CorrectionAndAnomalies.replacing(history.latestUntil(fact.occurredAt(), SurgeryScheduled.class));
            case SurgeryCancelled _ ->
                CorrectionAndAnomalies.cancelling(
                        history.latestUntil(fact.occurredAt(), SurgeryScheduled.class, SurgeryStarted.class));
        };
    }
}
