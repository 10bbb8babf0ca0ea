package org.parcours.query.timeline.fold;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.parcours.events.Coding;
import org.parcours.events.Envelope;
import org.parcours.events.ImagingEvent;
import org.parcours.events.ImagingEvent.ImagingOrderCancelled;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.LabOrFunctionalExamEvent;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderCancelled;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;

/**
 * Folds one order number into an entry for each examination (OBR-4) ordered or reported under it. Events of the whole
 * order (its specimen, a cancellation without OBR-4) apply to each entry.
 *
 * <p>Laboratories may report under another code than was ordered. Where a single examination was ordered, the first
 * result under its number belongs to it. Where several were ordered, a result under another code is an entry of its
 * own. Several reports of one examination are an entry each.
 */
final class OrderExaminationSplitter {

    private final List<OrderReport> reports = new ArrayList<>();
    private final List<Envelope> orderLevelEvents = new ArrayList<>();

    private OrderExaminationSplitter(List<Envelope> events) {
        List<Envelope> inLogOrder =
                events.stream().sorted(Comparator.comparing(Envelope::position)).toList();
        Map<String, String> names = entryNames(inLogOrder);
        Map<String, List<Envelope>> examinations = new LinkedHashMap<>();
        inLogOrder.forEach(envelope -> examination(envelope)
                .map(names::get)
                .ifPresentOrElse(
                        name -> examinations
                                .computeIfAbsent(name, n -> new ArrayList<>())
                                .add(envelope),
                        () -> orderLevelEvents.add(envelope)));
        examinations.values().forEach(ofExamination -> reports.addAll(OrderReport.split(ofExamination)));
    }

    /** @param events in chronological order */
    static List<EntryBuilder> fold(UUID step, List<Envelope> events) {
        OrderExaminationSplitter order = new OrderExaminationSplitter(events);
        if (order.reports.size() <= 1) {
            return List.of(StepEventsFold.withAnomalies(
                    ExaminationFold.fold(step, StepEventsFold.firstRecorded(events), events), events));
        }
        List<EntryBuilder> builders = new ArrayList<>();
        order.reports.forEach(report -> {
            List<Envelope> ownEvents = report.events();
            List<Envelope> relevantEvents = events.stream()
                    .filter(envelope -> ownEvents.contains(envelope)
                            || order.orderLevelEvents.contains(envelope) && report.mayConcern(envelope))
                    .toList();
            // Events of the whole order name one entry only, and their anomalies are shown once.
            List<Envelope> flaggedEvents = builders.isEmpty() ? relevantEvents : ownEvents;
            builders.add(StepEventsFold.withAnomalies(
                    ExaminationFold.fold(step, StepEventsFold.firstRecorded(flaggedEvents), relevantEvents),
                    flaggedEvents));
        });
        return builders;
    }

    /** The entry of each examination: its own, except for a result that belongs to a single order. */
    private static Map<String, String> entryNames(List<Envelope> inLogOrder) {
        Set<String> ordered = new LinkedHashSet<>();
        Set<String> answered = new LinkedHashSet<>();
        inLogOrder.forEach(envelope -> examination(envelope).ifPresent(name -> {
            if (isOrder(envelope)) {
                ordered.add(name);
            } else if (!isCancellation(envelope)) {
                answered.add(name);
            }
        }));
        Map<String, String> names = new LinkedHashMap<>();
        ordered.forEach(name -> names.put(name, name));
        answered.forEach(name -> names.put(name, name));
        boolean answeredUnderAnotherName = ordered.size() == 1 && !answered.isEmpty() && !answered.containsAll(ordered);
        if (answeredUnderAnotherName) {
            names.put(answered.iterator().next(), ordered.iterator().next());
        }
        return names;
    }

    private static Optional<String> examination(Envelope envelope) {
        return switch (envelope.event()) {
            case LabOrFunctionalExamEvent exam -> exam.affectedExamination().map(Coding::key);
            case ImagingEvent imaging -> imaging.affectedExamination().map(Coding::key);
            default -> Optional.empty();
        };
    }

    private static boolean isOrder(Envelope envelope) {
        return envelope.event() instanceof ExamOrdered || envelope.event() instanceof ImagingOrdered;
    }

    private static boolean isCancellation(Envelope envelope) {
        return envelope.event() instanceof ExamOrderCancelled || envelope.event() instanceof ImagingOrderCancelled;
    }
}
