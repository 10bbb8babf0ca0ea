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
 */
public record Fact(
        PatientEvidence patient,
        Optional<Visit> visit,
        OffsetDateTime occurredAt,
        Optional<OffsetDateTime> toldAt,
        Event event) {

    /** Of which nothing says when it was told but its coming in. */
    public Fact(PatientEvidence patient, Optional<Visit> visit, OffsetDateTime occurredAt, Event event) {
        this(patient, visit, occurredAt, Optional.empty(), event);
    }
}
