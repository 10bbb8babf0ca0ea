package org.parcours.events.codec;

/** These bytes are no event that we understand. */
public final class MalformedEvent extends RuntimeException {

    private final String field;

    /** @param field where in the document, e.g. {@code data.visit.number.value}; {@code type} for an unknown type */
    public MalformedEvent(String field, String reason) {
        super(reason);
        this.field = field;
    }

    public MalformedEvent(String field, String reason, Throwable cause) {
        super(reason, cause);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
