package org.parcours.command.journey.other;

import java.util.Set;
import org.parcours.command.intake.Fact;
import org.parcours.command.journey.StepDecision;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.journey.Verdict;
import org.parcours.events.OtherEvent.StepRecorded;

/** A step of a kind from the catalogue has reached a status. No rules of its own: what is told, stands. */
public final class RecordStep extends StepDecision {

    public RecordStep() {
        super(Set.of(StepRecorded.class));
    }

    @Override
    public Verdict decide(Fact fact, StepHistory history) {
        return Verdict.PLAIN;
    }
}
