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
 * What is known under an order's numbers. Exams and imaging share them, and a cancellation or a withdrawal does not
 * always say of which it speaks; and one number may stand for several examinations (OBR-4).
 */
public record OrderHistory(StepHistory step) {

    /** The events of both. */
    public static final Set<Class<? extends Event>> READS = Stream.of(ExamEvent.class, ImagingEvent.class)
            .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
            .<Class<? extends Event>>map(type -> type.asSubclass(Event.class))
            .collect(Collectors.toUnmodifiableSet());

    /** The order of that examination; where only one was ordered, that one, whatever it is called now. */
    public Optional<EventId> order(Optional<Coding> examination) {
        Predicate<Event> order = event -> event instanceof ExamOrdered || event instanceof ImagingOrdered;
        return step.latest(order.and(about(examination))).or(() -> {
            List<String> ordered = step.events().stream()
                    .map(StepHistory.Recorded::event)
                    .filter(order)
                    .flatMap(event -> examinationOf(event).stream())
                    .distinct()
                    .toList();
            return ordered.size() == 1 ? step.latest(order) : Optional.empty();
        });
    }

    /** The last word on that examination. */
    public Optional<EventId> result(Optional<Coding> examination) {
        Predicate<Event> result = event ->
                event instanceof ResultIssued || event instanceof ResultCorrected || event instanceof ImagingReported;
        return step.latest(result.and(about(examination)));
    }

    private static Predicate<Event> about(Optional<Coding> examination) {
        return event -> examination.isEmpty() || examinationOf(event).equals(examination.map(Coding::key));
    }

    private static Optional<String> examinationOf(Event event) {
        return switch (event) {
            case ExamEvent exam -> exam.affectedExamination().map(Coding::key);
            case ImagingEvent imaging -> imaging.affectedExamination().map(Coding::key);
            default -> Optional.empty();
        };
    }
}
