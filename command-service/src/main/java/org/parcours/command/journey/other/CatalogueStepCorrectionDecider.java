package org.parcours.command.journey.other;

import org.parcours.command.journey.AbstractStepCorrectionDecider;
import org.parcours.command.journey.CorrectionAndAnomalies;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.message.Fact;
import org.parcours.events.OtherEvent;

/** Decides the facts of a step of a kind from the catalogue. It has no rules: its status is recorded as reported. */
public final class CatalogueStepCorrectionDecider extends AbstractStepCorrectionDecider {

    public CatalogueStepCorrectionDecider() {
        super(OtherEvent.class);
    }

    @Override
    public CorrectionAndAnomalies decide(Fact fact, StepHistory history) {
        return CorrectionAndAnomalies.NONE;
    }
}
