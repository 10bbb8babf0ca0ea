package org.parcours.command.intake.fhir.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
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

    private static final Map<Class<? extends Resource>, Function<ResourceContext, List<Fact>>> MAPPERS =
            new HashMap<>();

    static {
        register(Appointment.class, (context, appointment) -> new FhirAppointmentMapper(context, appointment).facts());
        register(Composition.class, FhirDocumentMapper::facts);
        register(DiagnosticReport.class, FhirResultAndImagingMapper::reportFacts);
        register(DocumentReference.class, FhirDocumentMapper::facts);
        register(Encounter.class, FhirEncounterMapper::facts);
        register(ImagingStudy.class, FhirResultAndImagingMapper::studyFacts);
        register(MedicationAdministration.class, FhirMedicationMapper::administrationFacts);
        register(MedicationDispense.class, FhirMedicationMapper::dispenseFacts);
        register(MedicationRequest.class, FhirMedicationMapper::requestFacts);
        register(Observation.class, FhirResultAndImagingMapper::observationFacts);
        register(Patient.class, FhirPatientMapper::facts);
        register(Procedure.class, FhirProcedureMapper::facts);
        register(ServiceRequest.class, (context, request) -> new FhirOrderMapper(context, request).facts());
        register(Specimen.class, FhirSpecimenMapper::facts);
    }

    private ResourceMapperRegistry() {}

    private static <R extends Resource> void register(
            Class<R> type, BiFunction<ResourceContext, R, List<Fact>> mapper) {
        MAPPERS.put(type, context -> mapper.apply(context, type.cast(context.resource())));
    }

    /** The resource types that {@link #facts} maps, in alphabetical order; a HAPI class has the name of its type. */
    public static List<String> resourceTypes() {
        return MAPPERS.keySet().stream().map(Class::getSimpleName).sorted().toList();
    }

    /** Empty for a resource type that is not tracked. */
    public static Optional<List<Fact>> facts(ResourceContext context) {
        return Optional.ofNullable(MAPPERS.get(context.resource().getClass())).map(mapper -> mapper.apply(context));
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
