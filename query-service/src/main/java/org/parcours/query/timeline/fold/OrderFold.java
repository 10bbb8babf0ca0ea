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
import org.parcours.events.ExamEvent;
import org.parcours.events.ExamEvent.ExamOrderCancelled;
import org.parcours.events.ExamEvent.ExamOrdered;
import org.parcours.events.ImagingEvent;
import org.parcours.events.ImagingEvent.ImagingOrderCancelled;
import org.parcours.events.ImagingEvent.ImagingOrdered;

/**
 * One order number, and an entry for each examination (OBR-4) that was ordered or answered under it. What speaks of the
 * whole order (its specimen, a cancellation without OBR-4) shows in each.
 *
 * <p>Laboratories may answer under another name than was asked for: a single order is answered by the first result under
 * its number. Of several, none is taken for another's.
 */
final class OrderFold {

    private final Map<String, List<Envelope>> examinations = new LinkedHashMap<>();
    private final List<Envelope> orderLevelEvents = new ArrayList<>();

    private OrderFold(List<Envelope> events) {
        List<Envelope> inLogOrder =
                events.stream().sorted(Comparator.comparing(Envelope::position)).toList();
        Map<String, String> names = entryNames(inLogOrder);
        inLogOrder.forEach(envelope -> examination(envelope)
                .map(names::get)
                .ifPresentOrElse(
                        name -> examinations
                                .computeIfAbsent(name, n -> new ArrayList<>())
                                .add(envelope),
                        () -> orderLevelEvents.add(envelope)));
    }

    /** @param events as it happened */
    static List<EntryBuilder> fold(UUID step, List<Envelope> events) {
        OrderFold order = new OrderFold(events);
        if (order.examinations.size() <= 1) {
            return List.of(
                    StepFold.withAnomalies(ExaminationFold.fold(step, StepFold.firstRecorded(events), events), events));
        }
        List<EntryBuilder> builders = new ArrayList<>();
        order.examinations.values().forEach(ownEvents -> {
            List<Envelope> relevantEvents = events.stream()
                    .filter(envelope -> ownEvents.contains(envelope) || order.orderLevelEvents.contains(envelope))
                    .toList();
            // What speaks of the whole order names one entry and is wondered at once.
            List<Envelope> flaggedEvents = builders.isEmpty() ? relevantEvents : ownEvents;
            builders.add(StepFold.withAnomalies(
                    ExaminationFold.fold(step, StepFold.firstRecorded(flaggedEvents), relevantEvents), flaggedEvents));
        });
        return builders;
    }

    /** What each examination goes by: its own name, but for the answer to a single order. */
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
            case ExamEvent exam -> exam.affectedExamination().map(Coding::key);
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
