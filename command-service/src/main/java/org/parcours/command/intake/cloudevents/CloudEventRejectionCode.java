package org.parcours.command.intake.cloudevents;

import org.parcours.command.message.Rejection;
import org.parcours.command.message.RejectionException;

/** Why a CloudEvent is rejected; each code is in the runbook. */
public enum CloudEventRejectionCode {
    NOT_JSON("PARC-0101", "not a readable JSON document"),
    NOT_A_CLOUD_EVENT("PARC-0102", "not a CloudEvent: JSON object expected"),
    ATTRIBUTE_MISSING("PARC-0103", "this attribute of a CloudEvent is required"),
    UNKNOWN_TYPE("PARC-0104", "unknown event type: not in the catalogue of events"),
    TOO_MANY_FIELDS("PARC-0105", "the event has too many fields"),
    TOO_DEEP("PARC-0106", "the event is nested too deeply, or has too long a text"),
    TOO_MANY_EVENTS("PARC-0107", "the batch has too many events"),
    EMPTY_BATCH("PARC-0108", "the batch is empty"),
    MALFORMED("PARC-0109", "invalid or missing value for this event type"),
    PATIENT_MISSING("PARC-0110", "at least one identifier of the patient is required"),
    TIME_MISSING("PARC-0111", "a time is required: RFC 3339, or a date, month or year"),
    TIME_MALFORMED("PARC-0112", "invalid time: RFC 3339, or a date, month or year, is expected"),
    UNKNOWN_KIND("PARC-0113", "unknown kind of step: not in the catalogue of steps"),
    UNKNOWN_ENTRY_MODE("PARC-0114", "unknown entry mode: LIVE, LATE, BACK_ENTRY or MIGRATION expected"),
    UNSUPPORTED_SPECVERSION("PARC-0115", "only CloudEvents 1.0 is supported"),
    TOO_LARGE("PARC-0116", "the request is too large"),
    UNAVAILABLE("PARC-0117", "nothing can be recorded at the moment: keep the fact and send it again"),
    INTERNAL("PARC-0118", "internal error of Parcours; the fact is kept and will be examined"),
    INS_NOT_VALIDATED("PARC-0119", "the only identifier is an INS, which is accepted only where this is VALI"),
    BACK_ENTRY_INCOMPLETE("PARC-0120", "a back-entry requires its outage and the person who typed it in"),
    MAPPED_VALUE_MISSING("PARC-0121", "the application's file requires a value here"),
    STATUS_NOT_MAPPED("PARC-0122", "the application's file maps this value to no status of a step"),
    UNSUPPORTED_MEDIA_TYPE(
            "PARC-0123",
            "unsupported Content-Type: application/cloudevents+json, application/cloudevents-batch+json or"
                    + " application/json is expected"),
    DATA_NOT_JSON("PARC-0124", "the data must be one JSON object"),
    UNKNOWN_FIELD("PARC-0125", "the event has no such field"),
    INVALID_TEXT("PARC-0126", "this text cannot be stored"),
    TEXT_TOO_LONG("PARC-0127", "this text is too long"),
    NUMBER_TOO_LONG("PARC-0128", "this number is too long"),
    INVALID_HEADER("PARC-0129", "the header of this attribute cannot be read");

    private final String code;
    private final String reason;

    CloudEventRejectionCode(String code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    public Rejection at(String field) {
        return new Rejection(code, field, reason);
    }

    public Rejection at(String field, String detail) {
        return new Rejection(code, field, reason + " (" + detail + ")");
    }

    RejectionException exceptionAt(String field) {
        return new RejectionException(at(field));
    }

    RejectionException exceptionAt(String field, String detail) {
        return new RejectionException(at(field, detail));
    }
}
