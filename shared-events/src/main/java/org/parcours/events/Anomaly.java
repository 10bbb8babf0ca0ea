package org.parcours.events;

import java.util.Optional;

/**
 * A surprise in a recorded fact: never a reason to refuse it (rule 1), always one to show it.
 *
 * @param detail what a person needs to act, free of identities
 */
public record Anomaly(Code code, Optional<String> detail) {

    public static Anomaly of(Code code) {
        return new Anomaly(code, Optional.empty());
    }

    public static Anomaly of(Code code, String detail) {
        return new Anomaly(code, Optional.of(detail));
    }

    public enum Code {
        /** The application used a message id again, for other content (rule 4). */
        MESSAGE_ID_REUSED,
        /** The identifiers name two patients that nobody has merged (rule 5). */
        IDENTIFIERS_OF_TWO_PATIENTS,
        /** A stay that is known under another patient. */
        STAY_OF_ANOTHER_PATIENT,
        /** A number of an order, an appointment, … that is known under another patient, and not yet under this one. */
        STEP_OF_ANOTHER_PATIENT,
        /** No visit number: the stay is told apart by patient and date only. */
        NO_VISIT_NUMBER,
        ADMITTED_TWICE,
        TRANSFER_WITHOUT_ADMISSION,
        DISCHARGE_WITHOUT_ADMISSION,
        LEAVE_WITHOUT_ADMISSION,
        LEAVE_END_WITHOUT_START,
        /** A movement after the discharge. */
        AFTER_DISCHARGE,
        /** The same movement id again, with another date or content. */
        MOVEMENT_RESENT,
        CANCELS_NOTHING_KNOWN,
        CORRECTS_NOTHING_KNOWN,
        MERGED_WITH_ITSELF,
        /** Happened before 1900 by what was told. */
        DATE_IMPLAUSIBLE,
        /** Said to have happened more than a day from now. */
        DATE_IN_THE_FUTURE,
        /** Recorded, and beyond what a view can show; never on an event. */
        CANNOT_BE_SHOWN
    }
}
