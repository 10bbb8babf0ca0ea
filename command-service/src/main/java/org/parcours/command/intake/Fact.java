package org.parcours.command.intake;

import java.time.OffsetDateTime;
import java.util.Optional;
import org.parcours.events.Event;
import org.parcours.events.Visit;

/**
 * One thing that a source application says happened.
 *
 * @param visit the stay it belongs to, where told; for a {@link org.parcours.events.StayEvent} the event's own
 * @param occurredAt when it happened, with the offset it was told in
 * @param toldAt when the application said so, where that is told apart (EVN-2, MSH-7)
 * @param event what happened, as told; ids that only Parcours can know are still absent
 * @param otherwise what the same words mean where the number that they tell is known as that of another kind of step: an
 *     SIU does not always say that the appointment is an operation
 */
public record Fact(
        PatientEvidence patient,
        Optional<Visit> visit,
        OffsetDateTime occurredAt,
        Optional<OffsetDateTime> toldAt,
        Event event,
        Optional<Event> otherwise) {

    /** Of which nothing says when it was told but its coming in. */
    public Fact(PatientEvidence patient, Optional<Visit> visit, OffsetDateTime occurredAt, Event event) {
        this(patient, visit, occurredAt, Optional.empty(), event, Optional.empty());
    }

    /** The fact with its other meaning. */
    public Optional<Fact> meantOtherwise() {
        return otherwise.map(meant -> new Fact(patient, visit, occurredAt, toldAt, meant, Optional.empty()));
    }
}
