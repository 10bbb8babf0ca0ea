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
    private final List<Envelope> ofTheWholeOrder = new ArrayList<>();

    private OrderFold(List<Envelope> told) {
        List<Envelope> inLogOrder =
                told.stream().sorted(Comparator.comparing(Envelope::position)).toList();
        Map<String, String> names = names(inLogOrder);
        inLogOrder.forEach(envelope -> examination(envelope)
                .map(names::get)
                .ifPresentOrElse(
                        name -> examinations
                                .computeIfAbsent(name, n -> new ArrayList<>())
                                .add(envelope),
                        () -> ofTheWholeOrder.add(envelope)));
    }

    /** @param told as it happened */
    static List<Draft> fold(UUID step, List<Envelope> told) {
        OrderFold order = new OrderFold(told);
        if (order.examinations.size() <= 1) {
            return List.of(StepFold.flagged(ExaminationFold.fold(step, StepFold.first(told), told), told));
        }
        List<Draft> drafts = new ArrayList<>();
        order.examinations.values().forEach(own -> {
            List<Envelope> all = told.stream()
                    .filter(envelope -> own.contains(envelope) || order.ofTheWholeOrder.contains(envelope))
                    .toList();
            // What speaks of the whole order names one entry and is wondered at once.
            List<Envelope> named = drafts.isEmpty() ? all : own;
            drafts.add(StepFold.flagged(ExaminationFold.fold(step, StepFold.first(named), all), named));
        });
        return drafts;
    }

    /** What each examination goes by: its own name, but for the answer to a single order. */
    private static Map<String, String> names(List<Envelope> inLogOrder) {
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
        boolean answeredOtherwise = ordered.size() == 1 && !answered.isEmpty() && !answered.containsAll(ordered);
        if (answeredOtherwise) {
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
