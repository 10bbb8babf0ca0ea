package org.parcours.command.intake.fhir.resource;

/** The subject of a resource is a group, a device or a place, not a patient: the resource is kept and not tracked. */
public final class NonPatientSubjectException extends RuntimeException {

    public NonPatientSubjectException(String path) {
        super(path, null, false, false);
    }
}
