package org.parcours.events.codec;

/** The bytes are not a known event. */
public final class MalformedEventException extends RuntimeException {

    private final String field;

    /** @param field where in the document, e.g. {@code data.visit.number.value}; {@code type} for an unknown type */
    public MalformedEventException(String field, String reason) {
        super(reason);
        this.field = field;
    }

    public MalformedEventException(String field, String reason, Throwable cause) {
        super(reason, cause);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
