package org.parcours.command.intake.fhir.element;

import java.util.Arrays;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.RejectionException;
import org.parcours.command.message.UnsupportedMessage;

/** Why a FHIR message is rejected; each code is in the runbook. */
public enum FhirRejectionCode {
    UNREADABLE("PARC-0501", IssueType.STRUCTURE, "no readable FHIR R4 resource"),
    INVALID_VALUE("PARC-0502", IssueType.VALUE, "invalid value for the type of this element"),
    UNSUPPORTED_BUNDLE_TYPE(
            "PARC-0503",
            IssueType.NOTSUPPORTED,
            "unsupported Bundle type: transaction, batch, message, collection, document, searchset or history expected"),
    TOO_MANY_ENTRIES("PARC-0504", IssueType.TOOCOSTLY, "the Bundle has too many entries"),
    UNSUPPORTED_METHOD(
            "PARC-0505",
            IssueType.NOTSUPPORTED,
            "only POST and PUT are supported; to withdraw a resource, send it with status entered-in-error"),
    EMPTY_ENTRY("PARC-0506", IssueType.REQUIRED, "the entry has no resource"),
    ADDRESS_MISMATCH("PARC-0507", IssueType.INVALID, "the URL names another resource than the body"),
    MISSING_ELEMENT("PARC-0508", IssueType.REQUIRED, "this element is required"),
    NO_IDENTIFIER("PARC-0509", IssueType.REQUIRED, "no identifier with a system, and no id"),
    UNKNOWN_SOURCE(
            "PARC-0510",
            IssueType.REQUIRED,
            "an id is unique only within its source application: name it with ?source="),
    UNRESOLVED_REFERENCE("PARC-0511", IssueType.NOTFOUND, "the reference cannot be resolved within the message"),
    INVALID_DATE("PARC-0512", IssueType.VALUE, "invalid date: a FHIR date of the years 1 to 9999 expected"),
    TOO_MANY_VALUES("PARC-0513", IssueType.TOOLONG, "the report has too many values"),
    TOO_LARGE("PARC-0514", IssueType.TOOLONG, "the request is too large"),
    UNAVAILABLE(
            "PARC-0515",
            IssueType.TRANSIENT,
            "nothing can be recorded at the moment: keep the message and send it again"),
    MODIFIER_NOT_UNDERSTOOD(
            "PARC-0517",
            IssueType.NOTSUPPORTED,
            "this element can change the meaning of the resource, and Parcours does not understand it"),
    UNKNOWN_ELEMENT("PARC-0518", IssueType.STRUCTURE, "FHIR R4 has no such element, and only known ones are accepted"),
    DUPLICATE_NAME("PARC-0519", IssueType.STRUCTURE, "the name of an element occurs twice in one JSON object"),
    UNSUPPORTED_VERSION("PARC-0520", IssueType.NOTSUPPORTED, "another version of FHIR: R4 expected"),
    INVALID_TEXT("PARC-0521", IssueType.VALUE, "this text contains characters that no text may contain"),
    UNSUPPORTED_CONDITION(
            "PARC-0522",
            IssueType.NOTSUPPORTED,
            "of conditional references, creates and updates only ?identifier=system|value is supported"),
    INVALID_ATTACHMENT("PARC-0523", IssueType.VALUE, "the attachment is not what its resource states"),
    INTERNAL("PARC-0516", IssueType.EXCEPTION, "internal error of Parcours; the message is kept and will be examined");

    private final String code;
    private final IssueType type;
    private final String reason;

    FhirRejectionCode(String code, IssueType type, String reason) {
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

    public RejectionException exceptionAt(String expression) {
        return new RejectionException(at(expression));
    }

    public RejectionException exceptionAt(String expression, String detail) {
        return new RejectionException(at(expression, detail));
    }

    /** Not a rejection: the resource is well formed, and Parcours does not track it. */
    public static UnsupportedMessage unsupported(String expression) {
        return new UnsupportedMessage(UnsupportedMessage.CODE, expression, "not tracked by Parcours; kept");
    }

    /** Whether the body is no resource, or not the one that its URL names; any other rejection is about its content. */
    public static boolean isUnreadable(Rejection rejection) {
        return rejection.code().equals(UNREADABLE.code) || rejection.code().equals(ADDRESS_MISMATCH.code);
    }

    /** The type of the issue in an OperationOutcome. */
    public static IssueType issueTypeOf(String code) {
        return Arrays.stream(values())
                .filter(rejection -> rejection.code.equals(code))
                .findFirst()
                .map(rejection -> rejection.type)
                .orElse(code.equals(UnsupportedMessage.CODE) ? IssueType.INFORMATIONAL : IssueType.PROCESSING);
    }
}
