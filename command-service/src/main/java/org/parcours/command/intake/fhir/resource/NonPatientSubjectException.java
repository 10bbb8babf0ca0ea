package org.parcours.command.intake.fhir.resource;

/**
 * The subject of the resource is not a patient but a group, a device or a place: the resource is kept and not tracked.
 */
public final class NonPatientSubjectException extends RuntimeException {

    public NonPatientSubjectException(String path) {
        super(path, null, false, false);
    }
}
