package org.parcours.query.web;

/** A question that cannot be understood, and which part of it. */
public final class BadParameter extends RuntimeException {

    private final String parameter;

    public BadParameter(String parameter, String reason) {
        super(reason);
        this.parameter = parameter;
    }

    public String parameter() {
        return parameter;
    }
}
