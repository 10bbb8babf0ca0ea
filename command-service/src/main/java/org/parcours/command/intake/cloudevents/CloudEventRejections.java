package org.parcours.command.intake.cloudevents;

import org.parcours.command.message.Rejection;

/** Why a CloudEvent is refused; each code is in the runbook. */
public enum CloudEventRejections {
    NOT_JSON("PARC-0101", "not a JSON document that can be read"),
    NOT_A_CLOUD_EVENT("PARC-0102", "not a CloudEvent: a JSON object is expected"),
    ATTRIBUTE_MISSING("PARC-0103", "a CloudEvent needs this attribute"),
    UNKNOWN_TYPE("PARC-0104", "no event of the catalogue"),
    TOO_MANY_FIELDS("PARC-0105", "the event has more fields than this server takes"),
    TOO_DEEP("PARC-0106", "the event is nested deeper, or has a longer text, than this server takes"),
    TOO_MANY_EVENTS("PARC-0107", "the batch has more events than this server takes"),
    EMPTY_BATCH("PARC-0108", "the batch has no event"),
    MALFORMED("PARC-0109", "not what this event has here"),
    PATIENT_MISSING("PARC-0110", "a fact names its patient by at least one identifier"),
    TIME_MISSING("PARC-0111", "a fact needs a time: RFC 3339, with an offset"),
    TIME_MALFORMED("PARC-0112", "not an RFC 3339 time with an offset"),
    UNKNOWN_KIND("PARC-0113", "no kind of step of the catalogue"),
    UNKNOWN_ENTRY_MODE("PARC-0114", "an entry mode is LIVE, LATE, BACK_ENTRY or MIGRATION"),
    UNSUPPORTED_SPECVERSION("PARC-0115", "only CloudEvents 1.0 is understood"),
    TOO_LARGE("PARC-0116", "the request is larger than this server takes"),
    UNAVAILABLE("PARC-0117", "nothing can be recorded at the moment: keep the fact and send it again"),
    INTERNAL("PARC-0118", "Parcours failed on this fact; it is kept and will be looked at"),
    INS_NOT_VALIDATED("PARC-0119", "the only identifier is an INS, which is taken where this says VALI"),
    BACK_ENTRY_INCOMPLETE("PARC-0120", "a back-entry names its outage and who typed it in"),
    MAPPED_VALUE_MISSING("PARC-0121", "the application's file looks for a value here"),
    STATUS_NOT_MAPPED("PARC-0122", "the application's file does not say what this means for the step's status");

    private final String code;
    private final String reason;

    CloudEventRejections(String code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    public Rejection at(String field) {
        return new Rejection(code, field, reason);
    }

    public Rejection at(String field, String detail) {
        return new Rejection(code, field, reason + " (" + detail + ")");
    }
}
