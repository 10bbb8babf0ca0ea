package org.parcours.command.intake.hl7.message;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.RejectionException;
import org.parcours.command.message.UnsupportedMessage;

/** Why an HL7 v2 message is rejected; PARC-02xx: the frame or the message, PARC-03xx: one of its fields. */
public enum Hl7RejectionCode {
    NOT_HL7("PARC-0201", "100", "not an HL7 v2 message: it does not begin with an MSH segment"),
    TRUNCATED_FRAME("PARC-0202", "100", "the MLLP frame ended before its end block"),
    UNFRAMED("PARC-0203", "100", "HL7 v2 without an MLLP frame (0x0B … 0x1C 0x0D)"),
    FRAME_TOO_LARGE("PARC-0204", "207", "the message is longer than this server accepts"),
    UNREADABLE("PARC-0205", "102", "the segments could not be read"),
    UNAVAILABLE("PARC-0206", "207", "nothing can be recorded at the moment: keep the message and send it again"),
    INTERNAL("PARC-0207", "207", "internal error of Parcours; the message is in quarantine and will be examined"),
    UNSUPPORTED_TRIGGER(UnsupportedMessage.CODE, "201", "contains nothing that Parcours tracks"),
    TOO_MANY_SEGMENTS("PARC-0209", "207", "the message has more segments than this server accepts"),
    BUDGET_EXCEEDED("PARC-0210", "207", "too many large messages are in progress: keep the message and send it again"),
    SEVERAL_MESSAGES("PARC-0211", "100", "several messages where one is expected"),

    ENCODING_CHARACTERS_INVALID(
            "PARC-0212", "102", "the encoding characters are not two to five different characters, such as ^~\\&"),
    NOT_PRODUCTION(UnsupportedMessage.NOT_PRODUCTION_CODE, "202", "is no message of production: it is kept aside"),
    BETWEEN_FRAMES("PARC-0214", "100", "bytes between two MLLP frames"),
    MESSAGE_ID_MISSING("PARC-0301", "101", "a message needs an id of its own"),
    MESSAGE_TYPE_MISSING("PARC-0302", "101", "a message needs a type"),
    PATIENT_UNIDENTIFIED("PARC-0303", "101", "no identifier of the patient"),
    INS_NOT_VALIDATED("PARC-0304", "101", "the only identifier is an INS, and PID-32 does not say VALI"),
    INVALID_TIME("PARC-0305", "102", "no such date or time"),
    MERGED_PATIENT_MISSING("PARC-0306", "101", "no identifier of the other patient"),
    VISIT_NUMBER_MISSING("PARC-0307", "101", "no number of the visit that is reassigned"),
    APPOINTMENT_NUMBER_MISSING("PARC-0308", "101", "an appointment needs a filler or a placer number"),
    EXAMINATION_MISSING("PARC-0309", "101", "no code or name of the examination"),
    DOCUMENT_NUMBER_MISSING("PARC-0310", "101", "a document needs a unique number"),
    CONTENT_UNREADABLE("PARC-0311", "102", "the encapsulated data is not in the declared encoding"),
    PRODUCT_MISSING("PARC-0312", "101", "no code or name of the medicine"),
    MOVEMENT_UNKNOWN("PARC-0313", "103", "no trigger of the movement to cancel"),
    STEP_NUMBER_MISSING(
            "PARC-0314", "101", "the application's file reads the step's number from this field, which is empty"),
    STEP_STATUS_UNKNOWN("PARC-0315", "103", "the application's file maps this value to no status of the step"),
    SECOND_PATIENT("PARC-0316", "102", "a second patient where this type of message has one"),
    HEADER_VALUE_INVALID("PARC-0317", "102", "the value has more than 200 characters, or a line break");

    private static final Set<Hl7RejectionCode> NOT_A_MESSAGE = EnumSet.of(
            NOT_HL7,
            TRUNCATED_FRAME,
            UNFRAMED,
            UNREADABLE,
            TOO_MANY_SEGMENTS,
            SEVERAL_MESSAGES,
            ENCODING_CHARACTERS_INVALID);

    private final String code;
    private final String hl7Code;
    private final String reason;

    Hl7RejectionCode(String code, String hl7Code, String reason) {
        this.code = code;
        this.hl7Code = hl7Code;
        this.reason = reason;
    }

    public String code() {
        return code;
    }

    /** The nearest code of HL7 table 0357, for ERR-3. */
    public String hl7Code() {
        return hl7Code;
    }

    public String reason() {
        return reason;
    }

    public static Optional<Hl7RejectionCode> ofCode(String code) {
        return Arrays.stream(values())
                .filter(rejectionCode -> rejectionCode.code.equals(code))
                .findFirst();
    }

    /**
     * Whether the bytes are not a message at all: they are kept in quarantine, but acknowledged negatively (AR), so
     * that their sender does not count them as processed.
     */
    public static boolean isNotAMessage(String code) {
        return ofCode(code).filter(NOT_A_MESSAGE::contains).isPresent();
    }

    public Rejection at(String field) {
        return new Rejection(code, field, reason);
    }

    public Rejection at(String field, String detail) {
        return new Rejection(code, field, reason + " (" + detail + ")");
    }

    public RejectionException exceptionAt(String field) {
        return new RejectionException(at(field));
    }

    public UnsupportedMessage unsupported(String field, String trigger) {
        return new UnsupportedMessage(code, field, trigger + " " + reason);
    }
}
