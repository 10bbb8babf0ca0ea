package org.parcours.command.journey.medication;

import java.util.Set;
import org.parcours.command.intake.Fact;
import org.parcours.command.journey.StepDecision;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.journey.Verdict;
import org.parcours.events.Anomaly;
import org.parcours.events.MedicationEvent;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationDispensed;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationStopped;

/** A medicine is prescribed, stopped, dispensed and given, by applications that do not wait for each other. */
public final class RecordMedication extends StepDecision {

    public RecordMedication() {
        super(Set.of(
                MedicationPrescribed.class,
                MedicationStopped.class,
                MedicationDispensed.class,
                MedicationAdministered.class));
    }

    @Override
    public Verdict decide(Fact fact, StepHistory history) {
        return switch ((MedicationEvent) fact.event()) {
            case MedicationDispensed _, MedicationAdministered _ -> Verdict.PLAIN;
            case MedicationStopped _ ->
                Verdict.correctingOr(history.latest(MedicationPrescribed.class), Anomaly.Code.CANCELS_NOTHING_KNOWN);
            case MedicationPrescribed _ ->
                history.latest(MedicationPrescribed.class)
                        .map(Verdict::correcting)
                        .orElse(Verdict.PLAIN);
        };
    }
}
