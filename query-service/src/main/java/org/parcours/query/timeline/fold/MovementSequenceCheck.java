package org.parcours.query.timeline.fold;

import java.util.Optional;
import org.parcours.events.Anomaly;
import org.parcours.events.MovementKind;

/**
 * Finds what is implausible in the order of a stay's movements.
 *
 * @param admission the first one in effect
 * @param discharge the last one in effect
 */
record MovementSequenceCheck(Optional<SingleMovementFold> admission, Optional<SingleMovementFold> discharge) {

    static MovementSequenceCheck of(StayMovements movements) {
        return new MovementSequenceCheck(
                movements.first(MovementKind.ADMISSION), movements.last(MovementKind.DISCHARGE));
    }

    void addAnomalies(SingleMovementFold movement, EntryBuilder builder) {
        boolean admitted = admission.isPresent();
        switch (movement.kind) {
            case ADMISSION ->
                addAnomalyUnless(
                        admission.filter(first -> first != movement).isEmpty(), Anomaly.Code.ADMITTED_TWICE, builder);
            case TRANSFER -> addAnomalyUnless(admitted, Anomaly.Code.TRANSFER_WITHOUT_ADMISSION, builder);
            case DISCHARGE -> {
                addAnomalyUnless(admitted, Anomaly.Code.DISCHARGE_WITHOUT_ADMISSION, builder);
                addAnomalyUnless(
                        admission
                                .filter(first -> first.isCertainlyAfter(movement))
                                .isEmpty(),
                        Anomaly.Code.END_BEFORE_START,
                        builder);
            }
            case LEAVE_START -> addAnomalyUnless(admitted, Anomaly.Code.LEAVE_WITHOUT_ADMISSION, builder);
            case PRE_ADMISSION, CLASS_CHANGE, DOCTOR_CHANGE, LEAVE_END, DISCHARGE_PLAN -> {}
        }
        boolean isAfterDischarge = discharge
                .filter(last -> last != movement && movement.isCertainlyAfter(last))
                .isPresent();
        addAnomalyUnless(!isAfterDischarge || movement.isPlan(), Anomaly.Code.AFTER_DISCHARGE, builder);
    }

    private static void addAnomalyUnless(boolean condition, Anomaly.Code code, EntryBuilder builder) {
        if (!condition) {
            builder.addAnomaly(code);
        }
    }

    /** Anomalies in the sequence of movements. They are derived again at each fold and never copied from the event. */
    static boolean isDerived(Anomaly.Code code) {
        return switch (code) {
            case ADMITTED_TWICE,
                    TRANSFER_WITHOUT_ADMISSION,
                    DISCHARGE_WITHOUT_ADMISSION,
                    LEAVE_WITHOUT_ADMISSION,
                    LEAVE_END_WITHOUT_START,
                    AFTER_DISCHARGE,
                    END_BEFORE_START -> true;
            case MESSAGE_ID_REUSED,
                    IDENTIFIERS_OF_TWO_PATIENTS,
                    STAY_OF_ANOTHER_PATIENT,
                    STEP_OF_ANOTHER_PATIENT,
                    NO_VISIT_NUMBER,
                    MOVEMENT_RESENT,
                    CANCELS_NOTHING_KNOWN,
                    CORRECTS_NOTHING_KNOWN,
                    MERGED_WITH_ITSELF,
                    DATE_IMPLAUSIBLE,
                    DATE_IN_THE_FUTURE,
                    ANOTHER_PERSON_UNDER_THIS_NUMBER,
                    SENDER_CLOCK_AHEAD,
                    TIME_DOES_NOT_EXIST,
                    TIME_AMBIGUOUS,
                    TIME_INVALID,
                    SWAP_OF_ONE_PATIENT,
                    UNREAD_MAY_CHANGE_MEANING,
                    CHARACTER_SET_GUESSED,
                    ATTACHMENT_UNREADABLE,
                    CANCELLED_AFTER_PERFORMED,
                    DISCHARGE_TIME_UNKNOWN,
                    OLDER_VERSION,
                    MOVED_TO_ANOTHER_PATIENT,
                    MOVED_FROM_ANOTHER_PATIENT,
                    CANNOT_BE_SHOWN -> false;
        };
    }
}
