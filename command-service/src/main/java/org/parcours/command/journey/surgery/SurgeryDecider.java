package org.parcours.command.journey.surgery;

import org.parcours.command.journey.AbstractStepDecider;
import org.parcours.command.journey.EventAnnotations;
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
public final class SurgeryDecider extends AbstractStepDecider {

    public SurgeryDecider() {
        super(SurgeryEvent.class);
    }

    @Override
    public EventAnnotations decide(Fact fact, StepHistory history) {
        return switch ((SurgeryEvent) fact.event()) {
            case SurgeryStarted _, SurgeryCompleted _ -> EventAnnotations.NONE;
            case SurgeryScheduled _ -> EventAnnotations.replacing(history.latest(SurgeryScheduled.class));
            case SurgeryCancelled _ ->
                EventAnnotations.cancelling(history.latest(SurgeryScheduled.class, SurgeryStarted.class));
        };
    }
}
