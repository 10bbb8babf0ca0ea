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
        /** Another name, birth date or sex than that of the patient whose number the message contains (rule 9). */
        ANOTHER_PERSON_UNDER_THIS_NUMBER,
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
        /** The sender's clock is ahead: MSH-7 is later than the time of receipt. */
        SENDER_CLOCK_AHEAD,
        /** The local time does not exist: an hour is left out in spring. */
        TIME_DOES_NOT_EXIST,
        /** The local time exists twice, in autumn, and the message states no offset. */
        TIME_AMBIGUOUS,
        /** A field contains no valid time; the value is ignored. */
        TIME_INVALID,
        /** An end before its start. */
        END_BEFORE_START,
        /** A field that can change the meaning is not read (rule 8). */
        UNREAD_MAY_CHANGE_MEANING,
        /** The character set was guessed: the bytes contradict MSH-18. */
        CHARACTER_SET_GUESSED,
        /** An encapsulated document cannot be decoded; it is kept as sent. */
        ATTACHMENT_UNREADABLE,
        /** A swap of beds (A17) names one patient only: where the other is, is unknown. */
        SWAP_OF_ONE_PATIENT,
        /** An order was cancelled after it was performed. */
        CANCELLED_AFTER_PERFORMED,
        /** A stay has ended, and the message does not say when. */
        DISCHARGE_TIME_UNKNOWN,
        /** A state that is older than the recorded one of the same thing: it corrects nothing. */
        OLDER_VERSION,
        /** The sender reports the thing under another patient now; it no longer counts here. */
        MOVED_TO_ANOTHER_PATIENT,
        /** The sender reported the thing under another patient before. */
        MOVED_FROM_ANOTHER_PATIENT,
        /** A view cannot show this event; set by views only, never recorded on an event. */
        CANNOT_BE_SHOWN
    }
}
