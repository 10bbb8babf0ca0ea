package org.parcours.command.message;

/**
 * Why a message cannot be processed; its bytes go to quarantine.
 *
 * @param code unique, explained in the runbook: {@code PARC-0303}
 * @param field the path of the field: {@code PID-3}, {@code data.visit.number}; empty: the whole message
 * @param reason a sentence that the sender's engineer can act on, free of identities
 */
public record Rejection(String code, String field, String reason) implements ParseResult {

    /** The same rejection with where the message came from, for the person who finds it in quarantine. */
    public Rejection from(String origin) {
        return new Rejection(code, field, reason + " (" + origin + ")");
    }
}
