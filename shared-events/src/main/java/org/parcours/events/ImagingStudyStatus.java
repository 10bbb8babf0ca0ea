package org.parcours.events;

import java.util.Optional;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderStatusReported;

/** What a status says of the images themselves, not of their order (FHIR R4, ImagingStudyStatus). */
public enum ImagingStudyStatus {
    /** There are no images yet. */
    REGISTERED,
    /** There will be none: the study was not started, or not completed. */
    CANCELLED;

    public static final String SYSTEM = "http://hl7.org/fhir/imagingstudy-status";

    /** Empty where the event reports another status. */
    public static Optional<ImagingStudyStatus> of(ExamOrderStatusReported event) {
        Coding status = event.status();
        if (!status.system().equals(Optional.of(SYSTEM))) {
            return Optional.empty();
        }
        return switch (status.code().orElse("")) {
            case "registered" -> Optional.of(REGISTERED);
            case "cancelled" -> Optional.of(CANCELLED);
            default -> Optional.empty();
        };
    }
}
