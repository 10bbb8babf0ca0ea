package org.parcours.query.timeline.fold;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parcours.events.DetailKey;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.Observation;
import org.parcours.events.PartialDateTime;

/**
 * The order in which results were reported, whatever the order of their arrival: they all stand at the time of
 * collection. By OBR-22, then MSH-7, then status, then position.
 */
final class ReportOrder {

    private ReportOrder() {}

    /** The events, with the results among them in the order in which they were reported. */
    static List<Envelope> sort(List<Envelope> events) {
        List<Envelope> results = events.stream().filter(ReportOrder::isResult).toList();
        if (results.size() < 2) {
            return events;
        }
        List<Envelope> inOrder = statesInLogOrder(afterTheirTargets(results.stream()
                .sorted(Comparator.comparing(ReportOrder::reportedAt)
                        .thenComparing(ReportOrder::sentAt)
                        .thenComparing(ReportOrder::rank)
                        .thenComparing(Envelope::position))
                .toList()));
        List<Envelope> sorted = new ArrayList<>();
        int next = 0;
        for (Envelope envelope : events) {
            sorted.add(isResult(envelope) ? inOrder.get(next++) : envelope);
        }
        return sorted;
    }

    /** The states of one application count in log order: an older one that arrives later is set aside. */
    private static List<Envelope> statesInLogOrder(List<Envelope> results) {
        Map<String, Deque<Envelope>> states = new HashMap<>();
        results.stream()
                .filter(ReportOrder::isState)
                .sorted(Comparator.comparing(Envelope::position))
                .forEach(state -> states.computeIfAbsent(state.reporter().application(), _ -> new ArrayDeque<>())
                        .add(state));
        return results.stream()
                .map(result -> isState(result)
                        ? states.get(result.reporter().application()).removeFirst()
                        : result)
                .toList();
    }

    private static boolean isState(Envelope envelope) {
        List<Observation> values = EventDetailExtractor.values(envelope.event());
        return envelope.annotations().wholeState()
                || !values.isEmpty()
                        && values.stream()
                                .noneMatch(value -> value.identifiers().isEmpty());
    }

    /** OBR-22; else when the message was sent; else when it happened. */
    static Instant reportedAt(Envelope envelope) {
        return statedReportTime(envelope)
                .or(() -> envelope.annotations().sentAt().map(time -> time.toInstant()))
                .orElseGet(() -> envelope.occurredAt().toInstant());
    }

    private static Optional<Instant> statedReportTime(Envelope envelope) {
        try {
            return Optional.ofNullable(envelope.annotations().details().get(DetailKey.REPORTED_AT))
                    .map(PartialDateTime::parse)
                    .map(PartialDateTime::toInstant);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant sentAt(Envelope envelope) {
        return envelope.annotations().sentAt().map(time -> time.toInstant()).orElseGet(() -> reportedAt(envelope));
    }

    private static boolean isResult(Envelope envelope) {
        return rank(envelope) > 0;
    }

    private static int rank(Envelope envelope) {
        return switch (envelope.event()) {
            case ResultIssued issued ->
                switch (issued.status()) {
                    case PRELIMINARY -> 1;
                    case FINAL -> 2;
                };
            case ImagingReported report ->
                switch (report.status()) {
                    case PRELIMINARY -> 1;
                    case FINAL -> 2;
                    case CORRECTED -> 3;
                };
            case ResultCorrected _ -> 3;
            case ResultWithdrawn _ -> 4;
            default -> 0;
        };
    }

    /** A correction follows what it corrects, unless the messages themselves say when they were sent. */
    private static List<Envelope> afterTheirTargets(List<Envelope> results) {
        Map<EventId, Envelope> byId = new HashMap<>();
        results.forEach(envelope -> byId.put(envelope.id(), envelope));
        Set<Envelope> ordered = new LinkedHashSet<>();
        for (Envelope envelope : results) {
            Set<Envelope> chain = new LinkedHashSet<>();
            @Nullable Envelope current = envelope;
            while (current != null && !ordered.contains(current) && chain.add(current)) {
                @Nullable Envelope target = current.corrects().map(byId::get).orElse(null);
                boolean datedBoth = target != null
                        && current.annotations().sentAt().isPresent()
                        && target.annotations().sentAt().isPresent();
                current = datedBoth ? null : target;
            }
            ordered.addAll(new ArrayList<>(chain).reversed());
        }
        return List.copyOf(ordered);
    }
}
