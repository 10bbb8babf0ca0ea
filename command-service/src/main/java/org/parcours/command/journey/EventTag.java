package org.parcours.command.journey;

import org.parcours.events.DerivedIds;
import org.parcours.events.Identifier;
import org.parcours.events.PatientId;
import org.parcours.events.StayId;
import org.parcours.events.StepKey;

/** A tag by which an event is found. Operators can read tags: random ids and hashes only (event-log.md, rule 8). */
public record EventTag(String key, String value) {

    public static EventTag message(String application, String messageId) {
        return new EventTag("message", DerivedIds.hash("message", application, messageId));
    }

    public static EventTag identifier(Identifier identifier) {
        return new EventTag("identifier", DerivedIds.hash("identifier", identifier.system(), identifier.value()));
    }

    public static EventTag patient(PatientId patient) {
        return new EventTag("patient", patient.toString());
    }

    public static EventTag stay(StayId stay) {
        return new EventTag("stay", stay.toString());
    }

    public static EventTag step(StepKey key) {
        Identifier number = key.identifier();
        return new EventTag("step", DerivedIds.hash("step", key.family(), number.system(), number.value()));
    }
}
