package org.parcours.query.web;

/** Nobody has this id. */
public final class UnknownPatientException extends RuntimeException {

    public UnknownPatientException() {
        super("No patient has this id");
    }
}
