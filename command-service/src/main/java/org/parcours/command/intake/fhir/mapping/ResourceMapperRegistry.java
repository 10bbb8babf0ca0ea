package org.parcours.command.intake.fhir.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Specimen;
import org.parcours.command.message.Fact;

/** The mapper of each resource type; a new type is registered here in one line. */
public final class ResourceMapperRegistry {

    private interface ResourceMapper<R extends Resource> {
        List<Fact> facts(ResourceContext context, R resource);
    }

    private static final Map<Class<? extends Resource>, ResourceMapper<?>> MAPPERS = new HashMap<>();

    static {
        register(Appointment.class, FhirAppointmentMapper::facts);
        register(Composition.class, FhirDocumentMapper::facts);
        register(DiagnosticReport.class, FhirResultAndImagingMapper::reportFacts);
        register(DocumentReference.class, FhirDocumentMapper::facts);
        register(Encounter.class, FhirEncounterMapper::facts);
        register(ImagingStudy.class, FhirResultAndImagingMapper::studyFacts);
        register(MedicationAdministration.class, FhirMedicationMapper::administrationFacts);
        register(MedicationDispense.class, FhirMedicationMapper::dispenseFacts);
        register(MedicationRequest.class, FhirMedicationMapper::requestFacts);
        register(Observation.class, FhirResultAndImagingMapper::unreportedObservationFacts);
        register(Patient.class, FhirPatientMapper::facts);
        register(Procedure.class, FhirProcedureMapper::facts);
        register(ServiceRequest.class, FhirOrderMapper::requestFacts);
        register(Specimen.class, FhirOrderMapper::specimenFacts);
    }

    private ResourceMapperRegistry() {}

    private static <R extends Resource> void register(Class<R> type, ResourceMapper<R> mapper) {
        MAPPERS.put(type, mapper);
    }

    /** The resource types that {@link #facts} maps, in alphabetical order; a HAPI class has the name of its type. */
    public static List<String> resourceTypes() {
        return MAPPERS.keySet().stream().map(Class::getSimpleName).sorted().toList();
    }

    /** Empty for a resource type that is not tracked. */
    public static Optional<List<Fact>> facts(ResourceContext context) {
        return Optional.ofNullable(MAPPERS.get(context.resource().getClass())).map(mapper -> facts(mapper, context));
    }

    private static <R extends Resource> List<Fact> facts(ResourceMapper<R> mapper, ResourceContext context) {
        @SuppressWarnings("unchecked") // add() pairs each class with a mapping of that very type
        R resource = (R) context.resource();
        return mapper.facts(context, resource);
    }

    /** The position of a resource within its message: patients first, then their stays, then all others. */
    public static int order(ResourceContext context) {
        return switch (context.resource()) {
            case Patient _ -> 0;
            case Encounter _ -> 1;
            default -> 2;
        };
    }
}
