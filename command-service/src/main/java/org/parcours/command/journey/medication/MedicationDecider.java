package org.parcours.command.journey.medication;

import org.parcours.command.journey.AbstractStepDecider;
import org.parcours.command.journey.EventAnnotations;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.message.Fact;
import org.parcours.events.MedicationEvent;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationDispensed;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationStopped;

/**
 * Decides the facts of a medication: prescribed, stopped, dispensed, administered. The applications do not wait for
 * each other: a dispensation or an administration without a prescription is no anomaly.
 */
public final class MedicationDecider extends AbstractStepDecider {

    public MedicationDecider() {
        super(MedicationEvent.class);
    }

    @Override
    public EventAnnotations decide(Fact fact, StepHistory history) {
        return switch ((MedicationEvent) fact.event()) {
            case MedicationDispensed _, MedicationAdministered _ -> EventAnnotations.NONE;
            case MedicationStopped _ -> EventAnnotations.cancelling(history.latest(MedicationPrescribed.class));
            case MedicationPrescribed _ -> EventAnnotations.replacing(history.latest(MedicationPrescribed.class));
        };
    }
}
