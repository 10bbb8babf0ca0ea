package org.parcours.query.patients;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.parcours.events.Identifier;
import org.parcours.events.PartialDate;
import org.parcours.events.PatientId;
import org.parcours.events.PersonName;
import org.parcours.query.views.PatientRecord;

/**
 * A patient for lists: the response of {@code /api/patients}.
 *
 * @param lastActivity when the patient's last event was recorded
 * @param lastEvent the name of that event
 */
public record PatientSummary(
        PatientId id,
        Optional<PersonName> name,
        Optional<PersonName> birthName,
        Optional<PartialDate> birthDate,
        Optional<String> sex,
        List<Identifier> identifiers,
        Optional<PatientId> mergedInto,
        Instant lastActivity,
        String lastEvent) {

    static PatientSummary of(PatientRecord record) {
        return new PatientSummary(
                record.id(),
                record.name(),
                record.birthName(),
                record.birthDate(),
                record.sex(),
                record.identifiers(),
                record.mergedInto(),
                record.lastActivity(),
                record.lastEvent());
    }
}
