package org.parcours.query.web;

/** There is no patient with the requested id. */
public final class UnknownPatientException extends RuntimeException {

    public UnknownPatientException() {
        super("There is no patient with this id");
    }
}
