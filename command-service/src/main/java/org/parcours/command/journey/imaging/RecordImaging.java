package org.parcours.command.journey.imaging;

import java.util.Set;
import org.parcours.command.intake.Fact;
import org.parcours.command.journey.StepDecision;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.journey.Verdict;
import org.parcours.events.Anomaly;
import org.parcours.events.ImagingEvent;
import org.parcours.events.ImagingEvent.ImagingOrderCancelled;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.ImagingEvent.ImagingPerformed;
import org.parcours.events.ImagingEvent.ImagingReported;

/** Imaging is asked for, taken and read; a second reading corrects the first. */
public final class RecordImaging extends StepDecision {

    public RecordImaging() {
        super(Set.of(ImagingOrdered.class, ImagingOrderCancelled.class, ImagingPerformed.class, ImagingReported.class));
    }

    @Override
    public Verdict decide(Fact fact, StepHistory history) {
        return switch ((ImagingEvent) fact.event()) {
            case ImagingOrdered _, ImagingPerformed _ -> Verdict.PLAIN;
            case ImagingOrderCancelled _ ->
                Verdict.correctingOr(history.latest(ImagingOrdered.class), Anomaly.Code.CANCELS_NOTHING_KNOWN);
            case ImagingReported _ ->
                history.latest(ImagingReported.class).map(Verdict::correcting).orElse(Verdict.PLAIN);
        };
    }
}
