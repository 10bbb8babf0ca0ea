package org.parcours.command.intake.fhir.mapping;

import java.util.Map;

/** Why a resource type that is no step of a patient is kept and not tracked. */
public final class KeptResourceTypes {

    /** Of a place, a person or an organisation that references of later messages find. */
    public static final String KEPT_FOR_REFERENCES =
            "kept for references: it is named where a resource of this or a later message refers to it";

    private static final String PLACE = "a place: it is named where a resource of the same message refers to it";
    private static final String PERSON =
            "a person or organisation: named where a resource of the same message refers to it";
    private static final String TIMETABLE = "a timetable: the appointments made in it are tracked";

    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("Location", PLACE),
            Map.entry("Organization", PERSON),
            Map.entry("HealthcareService", PERSON),
            Map.entry("Practitioner", PERSON),
            Map.entry("PractitionerRole", PERSON),
            Map.entry("RelatedPerson", "a relative of a patient: only the patient's own journey is tracked"),
            Map.entry("Person", "a link between records: only Patient.link merges patients"),
            Map.entry("EpisodeOfCare", "an episode that spans stays: its stays are tracked"),
            Map.entry("AppointmentResponse", "an answer to an appointment: the Appointment states who takes part"),
            Map.entry("Slot", TIMETABLE),
            Map.entry("Schedule", TIMETABLE),
            Map.entry(
                    "Medication",
                    "a product: shown by the prescriptions, dispenses and administrations that refer to it"),
            Map.entry("Device", "a device: shown by the procedures and uses of a device that refer to it"));

    private KeptResourceTypes() {}

    /** As the answer to the sender states it. */
    public static String reason(String type) {
        return REASONS.getOrDefault(type, "Parcours does not track this type of resource");
    }
}
