package org.parcours.command.intake.fhir.resource;

/** What the resource tells is about no patient: a group, a device, a place. It is kept, and nothing of it is tracked. */
public final class UnsupportedResourceException extends RuntimeException {

    public UnsupportedResourceException(String path) {
        super(path, null, false, false);
    }
}
