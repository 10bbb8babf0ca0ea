package org.parcours.command.journey;

import java.util.Optional;
import java.util.function.Predicate;
import org.parcours.events.Coding;
import org.parcours.events.Event;
import org.parcours.events.EventId;
import org.parcours.events.ImagingEvent;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.LabOrFunctionalExamEvent;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;

/**
 * The events recorded under an order's numbers. Exams and imaging share these numbers, and a cancellation or a
 * withdrawal does not always say which of the two it concerns. One number may stand for several examinations (OBR-4).
 */
public record OrderHistory(StepHistory history) {

    /** The latest order of that examination; where only one was ordered, its order, whatever its code now. */
    public Optional<EventId> latestOrder(Optional<Coding> examination) {
        Predicate<Event> isOrder = event -> event instanceof ExamOrdered || event instanceof ImagingOrdered;
        return history.latest(isOrder.and(concerns(examination))).or(() -> {
            long ordered = history.events().stream()
                    .map(StepHistory.RecordedStepEvent::event)
                    .filter(isOrder)
                    .flatMap(event -> examinationKey(event).stream())
                    .distinct()
                    .count();
            return ordered == 1 ? history.latest(isOrder) : Optional.empty();
        });
    }

    /** The latest result or report of that examination. */
    public Optional<EventId> latestResult(Optional<Coding> examination) {
        Predicate<Event> isResult = event ->
                event instanceof ResultIssued || event instanceof ResultCorrected || event instanceof ImagingReported;
        return history.latest(isResult.and(concerns(examination)));
    }

    private static Predicate<Event> concerns(Optional<Coding> examination) {
        return event -> examination.isEmpty() || examinationKey(event).equals(examination.map(Coding::key));
    }

    /** The key of the examination that an exam or imaging event is about; empty for other events. */
    public static Optional<String> examinationKey(Event event) {
        return switch (event) {
            case LabOrFunctionalExamEvent exam -> exam.affectedExamination().map(Coding::key);
            case ImagingEvent imaging -> imaging.affectedExamination().map(Coding::key);
            default -> Optional.empty();
        };
    }
}
