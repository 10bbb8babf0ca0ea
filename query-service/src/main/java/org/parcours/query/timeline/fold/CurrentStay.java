package org.parcours.query.timeline.fold;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.parcours.events.StepStatus;

/** The stay that says where the patient is. Several may be open: that with a bed comes first. */
public final class CurrentStay {

    private static final Comparator<Stay> BY_PRESENCE =
            Comparator.comparing(CurrentStay::presence).thenComparing(Stay::start);

    private CurrentStay() {}

    /** The one in progress, else the next planned one, else the last one. */
    public static Optional<Stay> of(List<Stay> stays, Instant referenceTime) {
        return stays.stream()
                .filter(stay -> stay.status() == StepStatus.IN_PROGRESS)
                .max(BY_PRESENCE)
                .or(() -> stays.stream()
                        .filter(stay -> stay.status() == StepStatus.PLANNED
                                && stay.startTime().end().isAfter(referenceTime))
                        .min(Comparator.comparing(Stay::start)))
                .or(() -> stays.stream()
                        .filter(stay -> stay.status() == StepStatus.DONE)
                        .max(Comparator.comparing(Stay::start)));
    }

    /** HL7 table 0004: an inpatient has a bed, an emergency patient a place, an outpatient neither. */
    private static int presence(Stay stay) {
        int rank =
                switch (stay.patientClass().orElse("")) {
                    case "I" -> 4;
                    case "E" -> 2;
                    case "O", "P", "R", "N", "C" -> 0;
                    default -> 3;
                };
        return 2 * rank + (stay.unit().isPresent() ? 1 : 0);
    }
}
