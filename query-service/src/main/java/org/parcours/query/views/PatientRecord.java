package org.parcours.query.views;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.parcours.events.Identifier;
import org.parcours.events.PartialDate;
import org.parcours.events.PatientId;
import org.parcours.events.PersonName;

/**
 * One patient record, whatever it is merged into.
 *
 * @param mergedInto the only record of a merge: what a patient has absorbed is derived from it
 * @param position of the last event that affects it
 * @param lastActivity when that event was recorded
 * @param lastEvent the name of that event
 */
public record PatientRecord(
        PatientId id,
        Optional<PatientId> mergedInto,
        long position,
        Instant lastActivity,
        String lastEvent,
        Optional<PersonName> name,
        Optional<PersonName> birthName,
        Optional<PartialDate> birthDate,
        Optional<String> sex,
        List<Identifier> identifiers) {

    public PatientRecord {
        identifiers = List.copyOf(identifiers);
    }
}
