package org.parcours.command.intake.fhir.resource;

import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.UnsupportedMessage;

/** Why FHIR is refused; each code is in the runbook. */
public enum FhirRejections {
    UNREADABLE("PARC-0501", IssueType.STRUCTURE, "no FHIR R4 resource can be read here"),
    INVALID_VALUE("PARC-0502", IssueType.VALUE, "a value has not the form that its type has"),
    UNSUPPORTED_BUNDLE_TYPE(
            "PARC-0503", IssueType.NOTSUPPORTED, "a Bundle is a transaction, batch, message or collection"),
    TOO_MANY_ENTRIES("PARC-0504", IssueType.TOOCOSTLY, "the Bundle has more entries than this server takes"),
    UNSUPPORTED_METHOD(
            "PARC-0505",
            IssueType.NOTSUPPORTED,
            "only POST and PUT tell something: send the resource, as entered-in-error to withdraw it"),
    EMPTY_ENTRY("PARC-0506", IssueType.REQUIRED, "an entry has a resource"),
    ADDRESS_MISMATCH("PARC-0507", IssueType.INVALID, "the address names another resource than the body"),
    MISSING_ELEMENT("PARC-0508", IssueType.REQUIRED, "nothing can be recorded without it"),
    NO_IDENTIFIER("PARC-0509", IssueType.REQUIRED, "no identifier with a system, and no id"),
    UNKNOWN_SOURCE(
            "PARC-0510", IssueType.REQUIRED, "its id means something at its sender only: say who that is, by ?source="),
    UNRESOLVED_REFERENCE("PARC-0511", IssueType.NOTFOUND, "the reference leads to nothing in what was sent"),
    INVALID_DATE("PARC-0512", IssueType.VALUE, "no date of the years 1 to 9999"),
    TOO_MANY_VALUES("PARC-0513", IssueType.TOOLONG, "more values in one report than can be recorded at once"),
    TOO_LARGE("PARC-0514", IssueType.TOOLONG, "the request is larger than this server takes"),
    UNAVAILABLE("PARC-0515", IssueType.TRANSIENT, "nothing can be recorded at the moment: keep it and send it again"),
    INTERNAL("PARC-0516", IssueType.EXCEPTION, "Parcours failed on this; it is kept and will be looked at");

    private static final String UNSUPPORTED_REASON = "kept; nothing of it is tracked";

    private final String code;
    private final IssueType type;
    private final String reason;

    FhirRejections(String code, IssueType type, String reason) {
        this.code = code;
        this.type = type;
        this.reason = reason;
    }

    public String code() {
        return code;
    }

    public Rejection at(String expression) {
        return new Rejection(code, expression, reason);
    }

    /** @param detail free of identities */
    public Rejection at(String expression, String detail) {
        return new Rejection(code, expression, reason + " (" + detail + ")");
    }

    /** No refusal: well formed, and nothing that Parcours tracks. */
    public static UnsupportedMessage unsupported(String expression) {
        return new UnsupportedMessage(UnsupportedMessage.CODE, expression, UNSUPPORTED_REASON);
    }

    /** How an OperationOutcome calls it. */
    public static IssueType issueTypeOf(String code) {
        for (FhirRejections rejection : values()) {
            if (rejection.code.equals(code)) {
                return rejection.type;
            }
        }
        return code.equals(UnsupportedMessage.CODE) ? IssueType.INFORMATIONAL : IssueType.PROCESSING;
    }
}
