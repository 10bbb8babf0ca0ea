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

/** Which mapper understands which resource: a new one is added here, by one line. */
public final class Mappings {

    private interface Mapping<R extends Resource> {
        List<Fact> facts(Told told, R resource);
    }

    private static final Map<Class<? extends Resource>, Mapping<?>> BY_TYPE = new HashMap<>();

    static {
        add(Appointment.class, Appointments::facts);
        add(Composition.class, Papers::facts);
        add(DiagnosticReport.class, Results::reported);
        add(DocumentReference.class, Papers::facts);
        add(Encounter.class, Encounters::facts);
        add(ImagingStudy.class, Results::performed);
        add(MedicationAdministration.class, Medications::administered);
        add(MedicationDispense.class, Medications::dispensed);
        add(MedicationRequest.class, Medications::prescribed);
        add(Observation.class, Results::observedUnlessReported);
        add(Patient.class, Patients::facts);
        add(Procedure.class, Procedures::facts);
        add(ServiceRequest.class, Orders::requested);
        add(Specimen.class, Orders::collected);
    }

    private Mappings() {}

    private static <R extends Resource> void add(Class<R> type, Mapping<R> mapping) {
        BY_TYPE.put(type, mapping);
    }

    /** The resource types that {@link #facts} maps, in alphabetical order; a class of HAPI has its type's name. */
    public static List<String> types() {
        return BY_TYPE.keySet().stream().map(Class::getSimpleName).sorted().toList();
    }

    /** Empty for a resource type that is not tracked. */
    public static Optional<List<Fact>> facts(Told told) {
        return Optional.ofNullable(BY_TYPE.get(told.resource().getClass())).map(mapping -> facts(mapping, told));
    }

    private static <R extends Resource> List<Fact> facts(Mapping<R> mapping, Told told) {
        @SuppressWarnings("unchecked") // add() pairs each class with a mapping of that very type
        R resource = (R) told.resource();
        return mapping.facts(told, resource);
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
