package org.parcours.command.intake.fhir.resource;

/** The resource is of a tracked type, and yet no step of a patient: its subject is a group, or there is none. It is kept. */
public final class NotTrackedException extends RuntimeException {

    private final String reason;

    /** @param reason as the answer to the sender states it */
    public NotTrackedException(String path, String reason) {
        super(path + ": " + reason, null, false, false);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
