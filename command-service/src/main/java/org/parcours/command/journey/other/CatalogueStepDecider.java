package org.parcours.command.journey.other;

import org.parcours.command.journey.AbstractStepDecider;
import org.parcours.command.journey.EventAnnotations;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.message.Fact;
import org.parcours.events.OtherEvent;

/** Decides the facts of a step of a kind from the catalogue. It has no rules: its status is recorded as reported. */
public final class CatalogueStepDecider extends AbstractStepDecider {

    public CatalogueStepDecider() {
        super(OtherEvent.class);
    }

    @Override
    public EventAnnotations decide(Fact fact, StepHistory history) {
        return EventAnnotations.NONE;
    }
}
