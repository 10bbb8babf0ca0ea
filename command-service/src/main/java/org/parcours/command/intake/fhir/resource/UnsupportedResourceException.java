package org.parcours.command.intake.fhir.resource;

/**
 * The subject of the resource is not a patient but a group, a device or a place: the resource is kept and not tracked.
 */
public final class UnsupportedResourceException extends RuntimeException {

    public UnsupportedResourceException(String path) {
        super(path, null, false, false);
    }
}
