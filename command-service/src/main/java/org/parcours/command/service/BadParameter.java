package org.parcours.command.service;

/** A question that cannot be answered as it is asked. */
final class BadParameter extends RuntimeException {

    private final String parameter;

    BadParameter(String parameter, String reason) {
        super(reason);
        this.parameter = parameter;
    }

    String parameter() {
        return parameter;
    }
}
