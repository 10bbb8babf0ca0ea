package org.parcours.command.intake.fhir.mapping.result;

import java.util.List;
import java.util.Optional;
import org.parcours.events.Coding;
import org.parcours.events.DocumentRef;
import org.parcours.events.Event;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.ImagingReportStatus;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderStatusReported;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.Observation;
import org.parcours.events.OrderNumbers;
import org.parcours.events.ResultStatus;

/** The events of a result, of an exam or of imaging. */
record ResultEvents(OrderNumbers numbers, Coding examination, boolean imaging) {

    private static final String STATUS_SYSTEM = "http://hl7.org/fhir/diagnostic-report-status";

    Event result(ResultState state, List<Observation> values, Optional<DocumentRef> document) {
        return imaging
                ? new ImagingReported(
                        numbers,
                        examination,
                        state.isFinal() ? ImagingReportStatus.FINAL : ImagingReportStatus.PRELIMINARY,
                        values,
                        document)
                : new ResultIssued(
                        numbers,
                        examination,
                        state.isFinal() ? ResultStatus.FINAL : ResultStatus.PRELIMINARY,
                        values,
                        document);
    }

    /** A result is expected, and there is none yet. */
    Event announcement() {
        return new ExamOrderStatusReported(
                numbers,
                Optional.of(examination),
                new Coding(Optional.of("registered"), Optional.empty(), Optional.of(STATUS_SYSTEM)));
    }

    Event cancellation(Optional<Coding> reason) {
        return new ResultWithdrawn(numbers, Optional.of(examination), reason);
    }
}
