package org.parcours.query.timeline.fold;

import java.util.Optional;
import org.parcours.events.Envelope;
import org.parcours.events.MovementKind;
import org.parcours.events.StayEvent.MovementCorrected;
import org.parcours.events.StepStatus;

/** The state of a stay, which follows from its movements. */
final class StayStatusFold {

    private StayStatusFold() {}

    /** A discharge ends the stay, unless the patient was admitted again. */
    static StepStatus of(StayMovements stay) {
        Optional<SingleMovementFold> discharge = stay.last(MovementKind.DISCHARGE);
        Optional<SingleMovementFold> admission = stay.last(MovementKind.ADMISSION);
        if (discharge.isPresent()) {
            return admission
                            .filter(a -> isReadmission(a, discharge.get(), stay))
                            .isPresent()
                    ? StepStatus.IN_PROGRESS
                    : StepStatus.DONE;
        }
        if (admission.isPresent()) {
            return StepStatus.IN_PROGRESS;
        }
        boolean expected = stay.any(m -> m.isInEffect() && m.isKind(MovementKind.PRE_ADMISSION));
        if (stay.any(m -> m.isKind(MovementKind.ADMISSION))) {
            // PAM FR 2.11: an A11 cancels the admission, an A38 the dossier; until then the patient is expected.
            return expected ? StepStatus.PLANNED : StepStatus.CANCELLED;
        }
        boolean present = stay.any(m -> m.isInEffect() && !m.isPlan())
                || stay.unmatched().stream().anyMatch(StayStatusFold::impliesPresence)
                || stay.movements().isEmpty()
                        && !stay.locationReports().presence().isEmpty();
        if (present) {
            return StepStatus.IN_PROGRESS;
        }
        return expected ? StepStatus.PLANNED : StepStatus.CANCELLED;
    }

    /**
     * An admission after the discharge is another one only if the patient had been admitted before, or if the discharge
     * was reported first. Otherwise the discharge ends this admission, with a date that is before its start.
     */
    private static boolean isReadmission(
            SingleMovementFold admission, SingleMovementFold discharge, StayMovements stay) {
        if (!admission.isCertainlyAfter(discharge)
                || stay.names().isNamedByStay(admission) && stay.names().isNamedByStay(discharge)) {
            return false;
        }
        boolean admittedBefore = stay.any(m ->
                m.isKind(MovementKind.ADMISSION) && m.isInEffect() && m != admission && !m.isCertainlyAfter(discharge));
        return admittedBefore || admission.isFirstReportedAfter(discharge);
    }

    private static boolean impliesPresence(Envelope envelope) {
        return envelope.event() instanceof MovementCorrected corrected
                && corrected.kind().filter(kind -> !MovementKinds.isPlan(kind)).isPresent();
    }
}
