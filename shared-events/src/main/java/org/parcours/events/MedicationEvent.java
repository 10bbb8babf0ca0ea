package org.parcours.events;

import java.util.List;
import java.util.Optional;

/** Medication: prescribed, stopped, dispensed, administered. HL7 v2: OMP, RDE O11, RDS O13, RAS O17. */
public sealed interface MedicationEvent extends Event {

    Identifier prescription();

    @Override
    default List<StepKey> stepKeys() {
        return List.of(new StepKey("prescription", prescription()));
    }

    record MedicationPrescribed(
            Identifier prescription, Coding product, Optional<String> dosage, Optional<Practitioner> prescriber)
            implements MedicationEvent {}

    /** ORC-1 DC, CA: not to be given any more; earlier administrations remain. */
    record MedicationStopped(Identifier prescription, Optional<Coding> reason) implements MedicationEvent {}

    /** ORC-1 HD: not to be given for the time being. */
    record MedicationHeld(Identifier prescription, Optional<Coding> reason) implements MedicationEvent {}

    /** ORC-1 RL: a held prescription goes on; UD: a prescription that was to be stopped goes on. */
    record MedicationResumed(Identifier prescription) implements MedicationEvent {}

    /** ORC-1 that changes nothing by itself, such as UX, unable to change; the prescription stays as it was. */
    record MedicationStatusReported(Identifier prescription, Optional<Coding> product, Coding status)
            implements MedicationEvent {}

    record MedicationDispensed(Identifier prescription, Coding product, Optional<String> quantity)
            implements MedicationEvent {}

    /** FHIR MedicationDispense declined, cancelled: the medicine was not handed out. */
    record MedicationNotDispensed(Identifier prescription, Coding product, Optional<Coding> reason)
            implements MedicationEvent {}

    /** The dispensing at {@code occurredAt} was reported by mistake. */
    record MedicationDispenseWithdrawn(Identifier prescription, Coding product) implements MedicationEvent {}

    record MedicationAdministered(Identifier prescription, Coding product, Optional<String> dose)
            implements MedicationEvent {}

    /** RXA-20 RE, NA: the medicine was refused or not given at that time. */
    record MedicationNotAdministered(Identifier prescription, Coding product, Optional<Coding> reason)
            implements MedicationEvent {}

    /** RXA-21 D: the administration at {@code occurredAt} was reported by mistake. */
    record MedicationAdministrationWithdrawn(Identifier prescription, Coding product) implements MedicationEvent {}
}
