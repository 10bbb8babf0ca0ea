package org.parcours.command.intake.fhir.mapping;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.parcours.command.intake.fhir.mapping.appointment.FhirAppointmentMapper;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.document.FhirDocumentMapper;
import org.parcours.command.intake.fhir.mapping.medication.FhirMedicationAdministrationMapper;
import org.parcours.command.intake.fhir.mapping.medication.FhirMedicationDispenseMapper;
import org.parcours.command.intake.fhir.mapping.medication.FhirMedicationRequestMapper;
import org.parcours.command.intake.fhir.mapping.medication.FhirMedicationStatementMapper;
import org.parcours.command.intake.fhir.mapping.order.FhirOrderMapper;
import org.parcours.command.intake.fhir.mapping.order.FhirSpecimenMapper;
import org.parcours.command.intake.fhir.mapping.patient.FhirPatientMapper;
import org.parcours.command.intake.fhir.mapping.result.FhirImagingStudyMapper;
import org.parcours.command.intake.fhir.mapping.result.FhirObservationMapper;
import org.parcours.command.intake.fhir.mapping.result.FhirReportMapper;
import org.parcours.command.intake.fhir.mapping.statement.FhirAllergyMapper;
import org.parcours.command.intake.fhir.mapping.statement.FhirCarePlanMapper;
import org.parcours.command.intake.fhir.mapping.statement.FhirConditionMapper;
import org.parcours.command.intake.fhir.mapping.statement.FhirDeviceUseMapper;
import org.parcours.command.intake.fhir.mapping.statement.FhirFlagMapper;
import org.parcours.command.intake.fhir.mapping.statement.FhirImmunizationMapper;
import org.parcours.command.intake.fhir.mapping.stay.FhirEncounterMapper;
import org.parcours.command.intake.fhir.mapping.surgery.FhirProcedureMapper;
import org.parcours.command.message.Fact;

/** The mapper of each resource type; a new type is registered here in one line. */
public final class ResourceMapperRegistry {

    private static final Map<String, Function<ResourceContext, List<Fact>>> MAPPERS = new TreeMap<>(Map.ofEntries(
            Map.entry("AllergyIntolerance", FhirAllergyMapper::facts),
            Map.entry("Appointment", FhirAppointmentMapper::facts),
            Map.entry("CarePlan", FhirCarePlanMapper::facts),
            Map.entry("Composition", FhirDocumentMapper::compositionFacts),
            Map.entry("Condition", FhirConditionMapper::facts),
            Map.entry("DeviceUseStatement", FhirDeviceUseMapper::facts),
            Map.entry("DiagnosticReport", FhirReportMapper::facts),
            Map.entry("DocumentReference", FhirDocumentMapper::referenceFacts),
            Map.entry("Encounter", FhirEncounterMapper::facts),
            Map.entry("Flag", FhirFlagMapper::facts),
            Map.entry("ImagingStudy", FhirImagingStudyMapper::facts),
            Map.entry("Immunization", FhirImmunizationMapper::facts),
            Map.entry("MedicationAdministration", FhirMedicationAdministrationMapper::facts),
            Map.entry("MedicationDispense", FhirMedicationDispenseMapper::facts),
            Map.entry("MedicationRequest", FhirMedicationRequestMapper::facts),
            Map.entry("MedicationStatement", FhirMedicationStatementMapper::facts),
            Map.entry("Observation", FhirObservationMapper::facts),
            Map.entry("Patient", FhirPatientMapper::facts),
            Map.entry("Procedure", FhirProcedureMapper::facts),
            Map.entry("ServiceRequest", FhirOrderMapper::facts),
            Map.entry("Specimen", FhirSpecimenMapper::facts)));

    private ResourceMapperRegistry() {}

    /** The resource types that {@link #facts} maps, in alphabetical order. */
    public static List<String> resourceTypes() {
        return List.copyOf(MAPPERS.keySet());
    }

    /** Empty for a resource type that is not tracked. */
    public static Optional<List<Fact>> facts(ResourceContext context) {
        return Optional.ofNullable(MAPPERS.get(context.resource().typeName())).map(mapper -> mapper.apply(context));
    }

    /** The position of a resource within its message: patients first, then their stays, then all others. */
    public static int order(ResourceContext context) {
        return switch (context.resource().typeName()) {
            case "Patient" -> 0;
            case "Encounter" -> 1;
            default -> 2;
        };
    }
}
