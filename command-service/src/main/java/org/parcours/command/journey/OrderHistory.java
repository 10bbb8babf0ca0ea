package org.parcours.command.journey;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.events.Coding;
import org.parcours.events.Event;
import org.parcours.events.EventId;
import org.parcours.events.ExamEvent;
import org.parcours.events.ExamEvent.ExamOrdered;
import org.parcours.events.ExamEvent.ResultCorrected;
import org.parcours.events.ExamEvent.ResultIssued;
import org.parcours.events.ImagingEvent;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.ImagingEvent.ImagingReported;

/**
 * The events recorded under an order's numbers. Exams and imaging share these numbers, and a cancellation or a
 * withdrawal does not always say which of the two it concerns. One number may stand for several examinations (OBR-4).
 */
public record OrderHistory(StepHistory history) {

    /** The event types of exams and of imaging. */
    public static final Set<Class<? extends Event>> EVENT_TYPES = Stream.of(ExamEvent.class, ImagingEvent.class)
            .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
            .<Class<? extends Event>>map(type -> type.asSubclass(Event.class))
            .collect(Collectors.toUnmodifiableSet());

    /**
     * The latest order of that examination; where only one examination was ordered, its order, whatever its code now.
     */
    public Optional<EventId> latestOrder(Optional<Coding> examination) {
        Predicate<Event> isOrder = event -> event instanceof ExamOrdered || event instanceof ImagingOrdered;
        return history.latest(isOrder.and(concerns(examination))).or(() -> {
            List<String> orderedExaminations = history.events().stream()
                    .map(StepHistory.RecordedStepEvent::event)
                    .filter(isOrder)
                    .flatMap(event -> examinationKey(event).stream())
                    .distinct()
                    .toList();
            return orderedExaminations.size() == 1 ? history.latest(isOrder) : Optional.empty();
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

    private static Optional<String> examinationKey(Event event) {
        return switch (event) {
            case ExamEvent exam -> exam.affectedExamination().map(Coding::key);
            case ImagingEvent imaging -> imaging.affectedExamination().map(Coding::key);
            default -> Optional.empty();
        };
    }
}
