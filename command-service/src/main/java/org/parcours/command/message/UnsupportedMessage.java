package org.parcours.command.message;

/**
 * A well-formed message with nothing that Parcours tracks (an unknown trigger, a billing message). It is acknowledged
 * positively and kept, so that it can be resubmitted once a mapping exists.
 */
public record UnsupportedMessage(String code, String field, String reason) implements ParseResult {

    /** The same code for every format. */
    public static final String CODE = "PARC-0208";

    /** Of a message that its sender marks as training or debugging: not about a real patient. */
    public static final String NOT_PRODUCTION_CODE = "PARC-0213";

    /** As a rejection: a person who resubmits such a message is shown it as one. */
    public Rejection asRejection() {
        return new Rejection(code, field, reason);
    }
}
