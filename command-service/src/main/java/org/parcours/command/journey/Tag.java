package org.parcours.command.journey;

import org.parcours.events.DerivedIds;
import org.parcours.events.Identifier;
import org.parcours.events.PatientId;
import org.parcours.events.StayId;
import org.parcours.events.StepKey;

/** What an event can be found by. Readable by operators: random ids and hashes only (event-log.md, rule 8). */
public record Tag(String key, String value) {

    public static Tag message(String application, String messageId) {
        return new Tag("message", DerivedIds.hash("message", application, messageId));
    }

    public static Tag identifier(Identifier identifier) {
        return new Tag("identifier", DerivedIds.hash("identifier", identifier.system(), identifier.value()));
    }

    public static Tag patient(PatientId patient) {
        return new Tag("patient", patient.toString());
    }

    public static Tag stay(StayId stay) {
        return new Tag("stay", stay.toString());
    }

    public static Tag step(StepKey key) {
        return new Tag(
                "step",
                DerivedIds.hash(
                        "step",
                        key.family(),
                        key.identifier().system(),
                        key.identifier().value()));
    }
}
