package org.parcours.query.timeline.fold;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.parcours.events.Identifier;
import org.parcours.events.StayId;
import org.parcours.events.StepStatus;

/**
 * A stay as its movements make it.
 *
 * @param patientClass HL7 table 0004
 * @param unit where the patient is, was last, or is expected
 * @param onLeave a leave has begun and not ended
 * @param movements the ids of its movements' entries, as they happened
 */
public record Stay(
        StayId id,
        Optional<Identifier> visitNumber,
        Optional<String> patientClass,
        StepStatus status,
        Instant start,
        Optional<Instant> end,
        Optional<String> unit,
        Optional<String> doctor,
        boolean onLeave,
        List<String> movements) {

    public Stay {
        movements = List.copyOf(movements);
    }
}
