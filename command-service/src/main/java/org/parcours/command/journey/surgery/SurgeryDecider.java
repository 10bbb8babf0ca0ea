package org.parcours.command.journey.surgery;

import java.util.Set;
import org.parcours.command.journey.AbstractStepDecider;
import org.parcours.command.journey.EventAnnotations;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
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
        super(Set.of(SurgeryScheduled.class, SurgeryStarted.class, SurgeryCompleted.class, SurgeryCancelled.class));
    }

    @Override
    public EventAnnotations decide(Fact fact, StepHistory history) {
        return switch ((SurgeryEvent) fact.event()) {
            case SurgeryStarted _, SurgeryCompleted _ -> EventAnnotations.NORMAL;
            case SurgeryScheduled _ ->
                history.latest(SurgeryScheduled.class)
                        .map(EventAnnotations::correcting)
                        .orElse(EventAnnotations.NORMAL);
            case SurgeryCancelled _ ->
                EventAnnotations.correctingOrAnomaly(
                        history.latest(SurgeryScheduled.class, SurgeryStarted.class),
                        Anomaly.Code.CANCELS_NOTHING_KNOWN);
        };
    }
}
