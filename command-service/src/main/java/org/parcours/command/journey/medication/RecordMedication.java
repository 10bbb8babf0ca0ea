package org.parcours.command.journey.medication;

import java.util.Set;
import org.parcours.command.intake.Fact;
import org.parcours.command.journey.StepDecision;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.journey.Verdict;
import org.parcours.events.MedicationEvent;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationDispensed;
import org.parcours.events.MedicationEvent.MedicationPrescribed;

/** A medicine is prescribed, dispensed and given, by applications that do not wait for each other. */
public final class RecordMedication extends StepDecision {

    public RecordMedication() {
        super(Set.of(MedicationPrescribed.class, MedicationDispensed.class, MedicationAdministered.class));
    }

    @Override
    public Verdict decide(Fact fact, StepHistory history) {
        return switch ((MedicationEvent) fact.event()) {
            case MedicationDispensed _, MedicationAdministered _ -> Verdict.PLAIN;
            case MedicationPrescribed _ ->
                history.latest(MedicationPrescribed.class)
                        .map(Verdict::correcting)
                        .orElse(Verdict.PLAIN);
        };
    }
}
