package org.parcours.command.feeds.fhir;

import java.util.Arrays;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.parcours.command.message.Rejection;

/** Why a request is rejected before its body is read as FHIR; nothing of it is kept. Each code is in the runbook. */
public enum FhirHttpRejection {
    UNKNOWN_URL("PARC-0540", 404, IssueType.NOTFOUND, "no such URL"),
    UNKNOWN_TYPE("PARC-0541", 404, IssueType.NOTSUPPORTED, "no resource type of FHIR R4"),
    METHOD_NOT_ALLOWED("PARC-0542", 405, IssueType.NOTSUPPORTED, "this URL does not support the method"),
    NOT_ACCEPTABLE("PARC-0543", 406, IssueType.NOTSUPPORTED, "the requested format is not supported"),
    BODY_TIMEOUT("PARC-0544", 408, IssueType.TIMEOUT, "the request took too long to arrive"),
    UNSUPPORTED_MEDIA_TYPE("PARC-0545", 415, IssueType.NOTSUPPORTED, "unsupported Content-Type"),
    UNSUPPORTED_ENCODING("PARC-0546", 415, IssueType.NOTSUPPORTED, "unsupported encoding of the body"),
    INVALID_ENCODING("PARC-0547", 400, IssueType.STRUCTURE, "the body does not have its declared encoding"),
    INVALID_SOURCE(
            "PARC-0548",
            400,
            IssueType.VALUE,
            "the name of the source application has more than 200 characters, or control characters"),
    INVALID_URL("PARC-0549", 400, IssueType.VALUE, "invalid URL or header"),
    UNSUPPORTED_CONDITION("PARC-0550", 412, IssueType.NOTSUPPORTED, "the condition cannot be checked"),
    HTTP_ERROR("PARC-0551", 500, IssueType.PROCESSING, "the request cannot be processed");

    private final String code;
    private final int status;
    private final IssueType type;
    private final String reason;

    FhirHttpRejection(String code, int status, IssueType type, String reason) {
        this.code = code;
        this.status = status;
        this.type = type;
        this.reason = reason;
    }

    public String code() {
        return code;
    }

    int status() {
        return status;
    }

    Rejection at(String field) {
        return new Rejection(code, field, reason);
    }

    /** @param detail free of identities, and of what the sender wrote where that may be long */
    Rejection at(String field, String detail) {
        return new Rejection(code, field, reason + " (" + detail + ")");
    }

    /** Of an error of the servlet container, or of a library, with this status. */
    static FhirHttpRejection ofStatus(int status) {
        return switch (status) {
            case 400 -> INVALID_URL;
            case 404 -> UNKNOWN_URL;
            case 405, 501 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 408 -> BODY_TIMEOUT;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            default -> HTTP_ERROR;
        };
    }

    static Optional<IssueType> issueTypeOf(String code) {
        return Arrays.stream(values())
                .filter(rejection -> rejection.code.equals(code))
                .map(rejection -> rejection.type)
                .findFirst();
    }
}
