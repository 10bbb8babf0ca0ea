package org.parcours.query.timeline.fold;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.parcours.events.Identifier;
import org.parcours.events.StayId;
import org.parcours.events.StepStatus;

/**
 * @param patientClass HL7 table 0004
 * @param unit the current, last or expected unit
 * @param onLeave a leave has started and not ended
 * @param movements the entry ids of its movements, in chronological order
 */
public record Stay(
        StayId id,
        Optional<Identifier> visitNumber,
        Optional<String> patientClass,
        StepStatus status,
        EntryTime startTime,
        Optional<EntryTime> endTime,
        Optional<String> unit,
        Optional<String> doctor,
        boolean onLeave,
        List<String> movements) {

    public Stay {
        movements = List.copyOf(movements);
    }

    /** The first moment of the stated start. */
    public Instant start() {
        return startTime.start();
    }

    /** The first moment of the stated end. */
    public Optional<Instant> end() {
        return endTime.map(EntryTime::start);
    }

    /** As a stay that was entered in error. */
    Stay withdrawn() {
        return new Stay(
                id,
                visitNumber,
                patientClass,
                StepStatus.WITHDRAWN,
                startTime,
                endTime,
                unit,
                doctor,
                false,
                movements);
    }
}
