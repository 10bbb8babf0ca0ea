package org.parcours.command.journey.other;

import java.util.Set;
import org.parcours.command.journey.DecisionResult;
import org.parcours.command.journey.StepDecider;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.message.Fact;
import org.parcours.events.OtherEvent.StepRecorded;

/**
 * Decides the facts of a step of a kind from the catalogue. Such a step has no rules: its status is recorded as
 * reported.
 */
public final class CatalogueStepDecider extends StepDecider {

    public CatalogueStepDecider() {
        super(Set.of(StepRecorded.class));
    }

    @Override
    public DecisionResult decide(Fact fact, StepHistory history) {
        return DecisionResult.NORMAL;
    }
}
