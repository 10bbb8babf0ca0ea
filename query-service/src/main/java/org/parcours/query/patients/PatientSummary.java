package org.parcours.query.patients;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.parcours.events.Identifier;
import org.parcours.events.PartialDate;
import org.parcours.events.PatientId;
import org.parcours.events.PersonName;

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

    static PatientSummary of(Document stored) {
        return new PatientSummary(
                PatientId.of(stored.getString("_id")),
                personName(stored.get("name", Document.class)),
                personName(stored.get("birthName", Document.class)),
                Optional.ofNullable(stored.getString("birthDate")).map(PartialDate::parse),
                Optional.ofNullable(stored.getString("sex")),
                stored.getList("identifiers", Document.class).stream()
                        .map(i -> new Identifier(
                                i.getString("system"), i.getString("value"), Optional.ofNullable(i.getString("type"))))
                        .toList(),
                Optional.ofNullable(stored.getString("mergedInto")).map(PatientId::of),
                stored.getDate("lastActivity").toInstant(),
                stored.getString("lastEvent"));
    }

    private static Optional<PersonName> personName(@Nullable Document stored) {
        return Optional.ofNullable(stored)
                .map(name -> new PersonName(name.getString("family"), Optional.ofNullable(name.getString("given"))));
    }
}
