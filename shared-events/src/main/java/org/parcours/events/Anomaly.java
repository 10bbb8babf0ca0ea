package org.parcours.events;

import java.util.Optional;

/**
 * Something unexpected in a recorded fact. An anomaly never rejects a fact (rule 1); the screens show it.
 *
 * @param detail what a person needs in order to act, free of identities
 */
public record Anomaly(Code code, Optional<String> detail) {

    public static Anomaly of(Code code) {
        return new Anomaly(code, Optional.empty());
    }

    public static Anomaly of(Code code, String detail) {
        return new Anomaly(code, Optional.of(detail));
    }

    public enum Code {
        /** The application reused a message id for other content (rule 4). */
        MESSAGE_ID_REUSED,
        /** The identifiers name two patients that are not merged (rule 5). */
        IDENTIFIERS_OF_TWO_PATIENTS,
        STAY_OF_ANOTHER_PATIENT,
        /** A number of an order, an appointment, … that is known under another patient, and not yet under this one. */
        STEP_OF_ANOTHER_PATIENT,
        /** No visit number: patient and date are all that identifies the stay. */
        NO_VISIT_NUMBER,
        ADMITTED_TWICE,
        TRANSFER_WITHOUT_ADMISSION,
        DISCHARGE_WITHOUT_ADMISSION,
        LEAVE_WITHOUT_ADMISSION,
        LEAVE_END_WITHOUT_START,
        /** A movement after the discharge. */
        AFTER_DISCHARGE,
        /** The same movement id was sent again, with another date or content. */
        MOVEMENT_RESENT,
        CANCELS_NOTHING_KNOWN,
        CORRECTS_NOTHING_KNOWN,
        MERGED_WITH_ITSELF,
        /** The reported date is before 1900. */
        DATE_IMPLAUSIBLE,
        /** The reported date is more than a day in the future. */
        DATE_IN_THE_FUTURE,
        /** A view cannot show this event; set by views only, never recorded on an event. */
        CANNOT_BE_SHOWN
    }
}
