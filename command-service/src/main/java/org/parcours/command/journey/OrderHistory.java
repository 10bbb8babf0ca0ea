package org.parcours.command.journey;

import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Predicate;
import org.parcours.events.Anomaly;
import org.parcours.events.Coding;
import org.parcours.events.Event;
import org.parcours.events.EventId;
import org.parcours.events.ImagingEvent;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.ImagingEvent.ImagingPerformed;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.LabOrFunctionalExamEvent;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.OrderNumbers;

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

    /** A cancellation of the order; it does not undo what was performed. */
    public CorrectionAndAnomalies cancellation(Optional<Coding> examination) {
        CorrectionAndAnomalies cancellation = CorrectionAndAnomalies.cancelling(latestOrder(examination));
        return isPerformed(examination)
                ? cancellation.with(Anomaly.of(Anomaly.Code.CANCELLED_AFTER_PERFORMED))
                : cancellation;
    }

    /** The latest result or report of that examination, of the same report: one order may have several. */
    public Optional<EventId> latestResult(OrderNumbers order, Optional<Coding> examination) {
        Predicate<Event> isOfReport = event -> orderNumbers(event)
                .filter(recorded -> recorded.mayBeSameReport(order))
                .isPresent();
        return history.latest(((Predicate<Event>) OrderHistory::isResult)
                .and(concerns(examination))
                .and(isOfReport));
    }

    /**
     * As {@link #latestResult}; some laboratories number a correction anew: it then corrects the only report of that
     * examination and collection.
     */
    public Optional<EventId> resultToCorrect(
            OrderNumbers order, Optional<Coding> examination, OffsetDateTime collectedAt) {
        return latestResult(order, examination).or(() -> {
            Predicate<StepHistory.RecordedStepEvent> isCandidate = recorded -> isResult(recorded.event())
                    && concerns(examination).test(recorded.event())
                    && recorded.occurredAt().isEqual(collectedAt)
                    && orderNumbers(recorded.event())
                            .filter(order::hasSameParent)
                            .isPresent();
            long fillers = history.events().stream()
                    .filter(isCandidate)
                    .flatMap(recorded -> orderNumbers(recorded.event()).flatMap(OrderNumbers::filler).stream())
                    .distinct()
                    .count();
            return fillers == 1 ? history.latestRecorded(isCandidate) : Optional.empty();
        });
    }

    /** Whether the examination was performed: it has a result that counts, or the images exist. */
    public boolean isPerformed(Optional<Coding> examination) {
        Optional<Event> latest = history.events().stream()
                .map(StepHistory.RecordedStepEvent::event)
                .filter(event ->
                        isResult(event) || event instanceof ResultWithdrawn || event instanceof ImagingPerformed)
                .filter(event -> examination.isEmpty()
                        || examinationKey(event).isEmpty()
                        || concerns(examination).test(event))
                .findFirst();
        return latest.filter(event -> !(event instanceof ResultWithdrawn)).isPresent();
    }

    private static boolean isResult(Event event) {
        return event instanceof ResultIssued || event instanceof ResultCorrected || event instanceof ImagingReported;
    }

    private static Predicate<Event> concerns(Optional<Coding> examination) {
        return event -> examination.isEmpty() || examinationKey(event).equals(examination.map(Coding::key));
    }

    private static Optional<OrderNumbers> orderNumbers(Event event) {
        return switch (event) {
            case LabOrFunctionalExamEvent exam -> Optional.of(exam.order());
            case ImagingEvent imaging -> Optional.of(imaging.order());
            default -> Optional.empty();
        };
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
