package org.parcours.command.message;

import java.time.OffsetDateTime;
import java.util.Optional;
import org.parcours.events.Event;
import org.parcours.events.Visit;

/**
 * One thing that a source application says happened.
 *
 * @param visit the stay it belongs to, where told; for a {@link org.parcours.events.StayEvent} the event's own
 * @param occurredAt when it happened, with the offset it was told in
 * @param reportedAt when the application said so, where that is told apart (EVN-2, MSH-7)
 * @param event what happened, as told; ids that only Parcours can know are still absent
 * @param alternative what the same words mean where the number that they tell is known as that of another kind of step: an
 *     SIU does not always say that the appointment is an operation
 * @param state it is told as how things stand, whole, as FHIR does: told again unchanged it is no news, and otherwise a
 *     correction (ADR 0020)
 */
public record Fact(
        PatientEvidence patient,
        Optional<Visit> visit,
        OffsetDateTime occurredAt,
        Optional<OffsetDateTime> reportedAt,
        Event event,
        Optional<Event> alternative,
        boolean state) {

    /** Something that happened. */
    public Fact(
            PatientEvidence patient,
            Optional<Visit> visit,
            OffsetDateTime occurredAt,
            Optional<OffsetDateTime> reportedAt,
            Event event,
            Optional<Event> alternative) {
        this(patient, visit, occurredAt, reportedAt, event, alternative, false);
    }

    /** Of which nothing says when it was told but its coming in. */
    public Fact(PatientEvidence patient, Optional<Visit> visit, OffsetDateTime occurredAt, Event event) {
        this(patient, visit, occurredAt, Optional.empty(), event, Optional.empty());
    }

    /** The fact with its other meaning. */
    public Optional<Fact> asAlternative() {
        return alternative.map(event -> withEvent(event));
    }

    /** The fact with the event that it comes to once it is known what was told before. */
    public Fact withEvent(Event event) {
        return new Fact(patient, visit, occurredAt, reportedAt, event, Optional.empty(), state);
    }
}
