package org.parcours.query.web;

/** Nobody has this id. */
public final class UnknownPatient extends RuntimeException {

    public UnknownPatient() {
        super("No patient has this id");
    }
}
