package org.parcours.command.journey.other;

import java.util.Set;
import org.parcours.command.journey.DecisionResult;
import org.parcours.command.journey.StepDecider;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.message.Fact;
import org.parcours.events.OtherEvent.StepRecorded;

/** A step of a kind from the catalogue has reached a status. No rules of its own: what is told, stands. */
public final class CatalogueStepDecider extends StepDecider {

    public CatalogueStepDecider() {
        super(Set.of(StepRecorded.class));
    }

    @Override
    public DecisionResult decide(Fact fact, StepHistory history) {
        return DecisionResult.NORMAL;
    }
}
