package org.parcours.query.timeline.fold;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.parcours.events.Anomaly;
import org.parcours.events.Coding;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventId;
import org.parcours.events.ImagingEvent;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.LabOrFunctionalExamEvent;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.OtherEvent.EventsWithdrawn;
import org.parcours.events.StayEvent;
import org.parcours.events.StepKey;

/**
 * The events of a step or stay that do not count: withdrawn ones, older versions, and what a report or a corrected code
 * has taken the place of. They enter the history of the entry that they belong to; an entry of which nothing counts any
 * more is shown as withdrawn.
 */
final class SetAsideEvents {

    private final List<Envelope> counting = new ArrayList<>();
    private final Map<EventId, Envelope> withdrawals = new LinkedHashMap<>();
    private final List<Envelope> withdrawn = new ArrayList<>();
    /** The older versions and the replaced events, with the event that replaces them, where there is one. */
    private final Map<Envelope, Optional<EventId>> replaced = new LinkedHashMap<>();

    private SetAsideEvents(Collection<Envelope> envelopes) {
        for (Envelope envelope : envelopes) {
            if (envelope.event() instanceof EventsWithdrawn withdrawal) {
                withdrawal.events().forEach(event -> withdrawals.put(event, envelope));
            }
        }
        Map<EventId, EventId> replacements = replacements(envelopes.stream()
                .filter(envelope -> !withdrawals.containsKey(envelope.id()) && !isOlderVersion(envelope))
                .toList());
        for (Envelope envelope : envelopes) {
            if (withdrawals.containsKey(envelope.id())) {
                withdrawn.add(envelope);
            } else if (isOlderVersion(envelope)) {
                replaced.put(envelope, Optional.empty());
            } else if (replacements.containsKey(envelope.id())) {
                replaced.put(envelope, Optional.of(replacements.get(envelope.id())));
            } else if (!(envelope.event() instanceof EventsWithdrawn)) {
                counting.add(envelope);
            }
        }
    }

    static SetAsideEvents of(Collection<Envelope> envelopes) {
        return new SetAsideEvents(envelopes);
    }

    List<Envelope> counting() {
        return counting;
    }

    boolean isEmpty() {
        return withdrawn.isEmpty() && replaced.isEmpty();
    }

    /** @param fold of the events of which nothing else counts */
    StepEventsFold.FoldResult addTo(
            StepEventsFold.FoldResult result, Function<List<Envelope>, StepEventsFold.FoldResult> fold) {
        Map<Envelope, TimelineEntry> places = new HashMap<>();
        withdrawn.forEach(envelope ->
                place(envelope, Optional.empty(), result.entries()).ifPresent(entry -> places.put(envelope, entry)));
        replaced.forEach((envelope, by) ->
                place(envelope, by, result.entries()).ifPresent(entry -> places.put(envelope, entry)));
        List<TimelineEntry> entries = new ArrayList<>();
        result.entries().forEach(entry -> entries.add(entry.withHistory(historyOf(entry, places))));
        List<Envelope> withdrawnWhole = withdrawn.stream()
                .filter(envelope -> !places.containsKey(envelope))
                .toList();
        if (withdrawnWhole.isEmpty()) {
            return new StepEventsFold.FoldResult(entries, result.stay());
        }
        StepEventsFold.FoldResult former = fold.apply(withdrawnWhole);
        former.entries().forEach(entry -> entries.add(entry.withdrawn(withdrawalsOf(entry))));
        return new StepEventsFold.FoldResult(
                entries, result.stay().or(() -> former.stay().map(Stay::withdrawn)));
    }

    private List<HistoryEntry> historyOf(TimelineEntry entry, Map<Envelope, TimelineEntry> places) {
        List<HistoryEntry> history = new ArrayList<>();
        Set<Envelope> withdrawnBy = new HashSet<>();
        places.forEach((envelope, place) -> {
            if (place == entry) {
                @Nullable Envelope withdrawal = withdrawals.get(envelope.id());
                history.add(HistoryEntry.of(
                        envelope, withdrawal == null ? HistoryStatus.REPLACED : HistoryStatus.CANCELLED));
                if (withdrawal != null) {
                    withdrawnBy.add(withdrawal);
                }
            }
        });
        withdrawnBy.forEach(withdrawal -> history.add(HistoryEntry.of(withdrawal, HistoryStatus.CANCELLATION)));
        return history;
    }

    private List<Envelope> withdrawalsOf(TimelineEntry entry) {
        return entry.history().stream()
                .flatMap(history ->
                        Optional.ofNullable(withdrawals.get(history.envelope().id())).stream())
                .distinct()
                .toList();
    }

    private static Optional<TimelineEntry> place(
            Envelope envelope, Optional<EventId> replacedBy, List<TimelineEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.history().stream()
                        .map(HistoryEntry::envelope)
                        .anyMatch(other -> replacedBy
                                .map(other.id()::equals)
                                .orElseGet(() -> isAboutTheSame(envelope.event(), other.event()))))
                .findFirst();
    }

    private static boolean isAboutTheSame(Event one, Event other) {
        if (one instanceof StayEvent) {
            return other instanceof StayEvent;
        }
        Optional<String> examination = examination(one);
        return family(one) == family(other)
                && (examination.isEmpty() || examination(other).isEmpty() || examination.equals(examination(other)));
    }

    private static Object family(Event event) {
        return event instanceof ImagingEvent
                ? LabOrFunctionalExamEvent.class
                : event.getClass().getInterfaces()[0];
    }

    private static boolean isOlderVersion(Envelope envelope) {
        return envelope.anomalies().stream().anyMatch(anomaly -> anomaly.code() == Anomaly.Code.OLDER_VERSION);
    }

    private static Map<EventId, EventId> replacements(List<Envelope> envelopes) {
        Map<EventId, EventId> replacements = new HashMap<>();
        Map<EventId, Envelope> byId = new HashMap<>();
        envelopes.forEach(envelope -> byId.put(envelope.id(), envelope));
        for (Envelope envelope : envelopes) {
            if (envelope.annotations().wholeState()) {
                envelope.corrects()
                        .map(byId::get)
                        .filter(corrected -> isUnderAnotherCode(corrected.event(), envelope.event()))
                        .ifPresent(corrected -> replacements.put(corrected.id(), envelope.id()));
            }
            Set<String> numbers = numbersOfValues(envelope);
            if (!numbers.isEmpty() && !isWithdrawnAfter(envelope, envelopes)) {
                envelopes.stream()
                        .filter(value -> isOwnResult(value, envelope, numbers))
                        .forEach(value -> replacements.put(value.id(), envelope.id()));
            }
        }
        return replacements;
    }

    /** The code of an order or a report was corrected: it is not another one. */
    private static boolean isUnderAnotherCode(Event corrected, Event event) {
        return family(corrected) == LabOrFunctionalExamEvent.class
                && examination(corrected).isPresent()
                && examination(event).isPresent()
                && !examination(corrected).equals(examination(event));
    }

    /** The numbers of the values that are resources of their own; not of a value reported by itself. */
    private static Set<String> numbersOfValues(Envelope report) {
        Set<String> numbers = new HashSet<>();
        EventDetailExtractor.values(report.event()).forEach(value -> value.identifiers()
                .forEach(number -> numbers.add(number.system() + '|' + number.value())));
        return numbers;
    }

    /** Whether it reports one value of the later report by itself. */
    private static boolean isOwnResult(Envelope value, Envelope report, Set<String> numbers) {
        boolean isResult = value.event() instanceof ResultIssued
                || value.event() instanceof ResultCorrected
                || value.event() instanceof ImagingReported;
        Set<StepKey> ofReport = new HashSet<>(fillers(report));
        return isResult
                && value.position() < report.position()
                && fillers(value).stream().noneMatch(ofReport::contains)
                && fillers(value).stream()
                        .anyMatch(key -> numbers.contains(key.identifier().system()
                                + '|'
                                + key.identifier().value()));
    }

    private static List<StepKey> fillers(Envelope envelope) {
        return envelope.event().stepKeys().stream()
                .filter(key -> key.family().equals("filler-order"))
                .toList();
    }

    private static boolean isWithdrawnAfter(Envelope report, List<Envelope> envelopes) {
        return envelopes.stream()
                .anyMatch(later -> later.event() instanceof ResultWithdrawn
                        && later.position() > report.position()
                        && fillers(later).stream().anyMatch(fillers(report)::contains));
    }

    private static Optional<String> examination(Event event) {
        return switch (event) {
            case LabOrFunctionalExamEvent exam -> exam.affectedExamination().map(Coding::key);
            case ImagingEvent imaging -> imaging.affectedExamination().map(Coding::key);
            default -> Optional.empty();
        };
    }
}
