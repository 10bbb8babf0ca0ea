package org.parcours.command.intake.fhir.mapping;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationDispense;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Specimen;
import org.parcours.command.intake.Fact;

/** Which mapper understands which resource: a new one is added here, by one line. */
public final class Mappings {

    /** What {@link #facts} understands, for who asks what this server takes. */
    public static final List<String> TYPES = List.of(
            "Appointment",
            "Composition",
            "DiagnosticReport",
            "DocumentReference",
            "Encounter",
            "ImagingStudy",
            "MedicationAdministration",
            "MedicationDispense",
            "MedicationRequest",
            "Observation",
            "Patient",
            "Procedure",
            "ServiceRequest",
            "Specimen");

    private Mappings() {}

    /** Empty for what nobody tracks. */
    public static Optional<List<Fact>> facts(Told told) {
        return Optional.ofNullable(
                switch (told.resource()) {
                    case Patient patient -> Patients.facts(told, patient);
                    case Encounter encounter -> Encounters.facts(told, encounter);
                    case Appointment appointment -> Appointments.facts(told, appointment);
                    case ServiceRequest request -> Orders.requested(told, request);
                    case Specimen specimen -> Orders.collected(told, specimen);
                    case Observation observation ->
                        told.aside().has(observation) ? List.<Fact>of() : Results.observed(told, observation);
                    case DiagnosticReport report -> Results.reported(told, report);
                    case ImagingStudy study -> Results.performed(told, study);
                    case Procedure procedure -> Procedures.facts(told, procedure);
                    case MedicationRequest request -> Medications.prescribed(told, request);
                    case MedicationDispense dispense -> Medications.dispensed(told, dispense);
                    case MedicationAdministration given -> Medications.administered(told, given);
                    case DocumentReference paper -> Papers.facts(told, paper);
                    case Composition paper -> Papers.facts(told, paper);
                    default -> null;
                });
    }

    /** Who the patient is and where they stay goes before what happened there. */
    public static int order(Told told) {
        return switch (told.resource()) {
            case Patient _ -> 0;
            case Encounter _ -> 1;
            default -> 2;
        };
    }
}
