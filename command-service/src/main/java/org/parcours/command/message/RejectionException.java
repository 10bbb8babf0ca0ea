package org.parcours.command.message;

/** Carries a rejection from the field where it was found to the parser, which returns it as a value. */
public final class RejectionException extends RuntimeException {

    private final transient Rejection rejection;

    public RejectionException(Rejection rejection) {
        super(rejection.code() + " " + rejection.field(), null, false, false);
        this.rejection = rejection;
    }

    public Rejection rejection() {
        return rejection;
    }
}
