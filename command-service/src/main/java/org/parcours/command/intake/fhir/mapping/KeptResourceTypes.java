package org.parcours.command.intake.fhir.mapping;

import java.util.Map;

/** Why a resource type that is no step of a patient is kept and not tracked. */
public final class KeptResourceTypes {

    private static final String PLACE = "a place: it is named where a resource of the same message refers to it";
    private static final String PERSON =
            "a person or organisation: named where a resource of the same message refers to it";
    private static final String TIMETABLE = "a timetable: the appointments made in it are tracked";

    private static final Map<String, String> REASONS = Map.of(
            "Location", PLACE,
            "Organization", PERSON,
            "Practitioner", PERSON,
            "PractitionerRole", PERSON,
            "RelatedPerson", "a relative of a patient: only the patient's own journey is tracked",
            "Person", "a link between records: only Patient.link merges patients",
            "EpisodeOfCare", "an episode that spans stays: its stays are tracked",
            "AppointmentResponse", "an answer to an appointment: the Appointment states who takes part",
            "Slot", TIMETABLE,
            "Schedule", TIMETABLE);

    private KeptResourceTypes() {}

    /** As the answer to the sender states it. */
    public static String reason(String type) {
        return type.equals("HealthcareService")
                ? PERSON
                : REASONS.getOrDefault(type, "Parcours does not track this type of resource");
    }
}
