package org.parcours.query.web;

public final class UnknownPatientException extends RuntimeException {

    public UnknownPatientException() {
        super("There is no patient with this id");
    }
}
