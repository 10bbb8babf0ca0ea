package org.parcours.query.timeline.fold;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parcours.events.Identifier;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;

/**
 * The values of one report. A value is identified by its code (OBX-3, main or alternate), its sub-id (OBX-4) and its
 * place among equals of one message. A value of lower rank never replaces one of higher rank; a withdrawn value counts
 * again once it is reported later. Reports are applied in the order in which they were reported.
 */
final class ExaminationValueSet {

    /** The status of the result that reports a value; later ranks take precedence. */
    enum ResultRank {
        PRELIMINARY,
        FINAL,
        CORRECTED
    }

    /**
     * @param collectedAt when the values were observed, by the report
     * @param reportedAt by which the reports were ordered
     */
    record Report(List<Observation> values, ResultRank rank, Instant collectedAt, Instant reportedAt) {}

    /**
     * @param applied whether at least one value was added, replaced or withdrawn
     * @param changed whether an earlier value has changed
     */
    record ValueUpdate(boolean applied, boolean changed) {}

    private static final class Slot {
        private final ValueIdentity identity;
        private RankedValue value;

        private Slot(ValueIdentity identity, RankedValue value) {
            this.identity = identity;
            this.value = value;
        }
    }

    private final List<Slot> slots = new ArrayList<>();
    private final Map<ValueIdentity, List<Slot>> equals = new HashMap<>();

    ValueUpdate apply(Report report) {
        boolean applied = false;
        boolean changed = false;
        Map<RankedValue, Slot> added = new IdentityHashMap<>();
        List<RankedValue> values = rankedValues(report);
        Set<ValueIdentity> ofReport = new HashSet<>();
        report.values().forEach(value -> ofReport.add(ValueIdentity.of(value)));
        List<RankedValue> unnumbered = new ArrayList<>();
        for (RankedValue next : values) {
            Optional<Slot> known = byNumber(next);
            if (known.isEmpty()) {
                unnumbered.add(next);
            } else if (next.mayReplace(known.get().value)) {
                changed |= !next.saysTheSameAs(known.get().value);
                known.get().value = next.inPlaceOf(known.get().value);
                applied = true;
            }
        }
        for (List<RankedValue> group : groups(unnumbered)) {
            ValueIdentity identity = identityOf(group, ofReport);
            ofReport.add(identity);
            List<Slot> known = equals.computeIfAbsent(identity, _ -> new ArrayList<>());
            List<Optional<Slot>> places =
                    ValuePlaces.assign(
                                    group,
                                    known.stream().map(slot -> slot.value).toList())
                            .stream()
                            .map(place -> place.map(known::get))
                            .toList();
            for (int i = 0; i < group.size(); i++) {
                RankedValue next = group.get(i);
                if (places.get(i).isEmpty()) {
                    Slot slot = new Slot(identity, next);
                    added.put(next, slot);
                    known.add(slot);
                    applied = true;
                    continue;
                }
                Slot slot = places.get(i).get();
                if (next.mayReplace(slot.value)) {
                    RankedValue result = next.inPlaceOf(slot.value);
                    changed |= !result.saysTheSameAs(slot.value);
                    slot.value = result;
                    applied = true;
                }
            }
        }
        values.stream().filter(added::containsKey).map(added::get).forEach(slots::add);
        return new ValueUpdate(applied, changed);
    }

    /** The value of that code that has the same number: a FHIR Observation is a resource of its own. */
    private Optional<Slot> byNumber(RankedValue value) {
        List<Identifier> numbers = value.observation().identifiers();
        return numbers.isEmpty()
                ? Optional.empty()
                : slots.stream()
                        .filter(slot -> slot.identity
                                        .code()
                                        .equals(value.observation().code().key())
                                && slot.value.observation().identifiers().stream()
                                        .anyMatch(known -> numbers.stream().anyMatch(known::isSameNumberAs)))
                        .findFirst();
    }

    void clear() {
        slots.clear();
        equals.clear();
    }

    /** Whether values were reported, and none counts. */
    boolean isAllWithdrawn() {
        return !slots.isEmpty() && slots.stream().allMatch(slot -> slot.value.isWithdrawn());
    }

    /** In the order in which they were first reported; a series of measurements by time. */
    List<Observation> current() {
        Map<ValueIdentity, Iterator<Slot>> series = new HashMap<>();
        equals.forEach((identity, known) -> {
            if (known.size() > 1
                    && known.stream().allMatch(slot -> slot.value.observedAt().isPresent())) {
                series.put(
                        identity,
                        known.stream()
                                .sorted(Comparator.comparing(slot ->
                                        slot.value.observedAt().orElseThrow().toInstant()))
                                .iterator());
            }
        });
        List<Observation> current = new ArrayList<>();
        for (Slot slot : slots) {
            Iterator<Slot> inOrder = series.get(slot.identity);
            RankedValue value = (inOrder == null ? slot : inOrder.next()).value;
            if (!value.isWithdrawn()) {
                current.add(value.observation());
            }
        }
        return current;
    }

    private static List<RankedValue> rankedValues(Report report) {
        boolean statesCorrections = report.values().stream()
                .flatMap(value -> value.status().stream())
                .anyMatch(status -> status == ObservationStatus.CORRECTED || status.isWithdrawal());
        return report.values().stream()
                .map(value -> RankedValue.of(value, report, statesCorrections))
                .toList();
    }

    /** The values by identity, in order. */
    private static List<List<RankedValue>> groups(List<RankedValue> values) {
        Map<ValueIdentity, List<RankedValue>> groups = new LinkedHashMap<>();
        values.forEach(value -> groups.computeIfAbsent(ValueIdentity.of(value.observation()), _ -> new ArrayList<>())
                .add(value));
        return List.copyOf(groups.values());
    }

    /**
     * The known identity that the values have; else their own. Some messages omit the sub-id where there is only one
     * value of a code. An alternate code counts only where one known value has it.
     *
     * @param ofReport the identities of the report's other values: two values of one report are never the same
     */
    private ValueIdentity identityOf(List<RankedValue> group, Set<ValueIdentity> ofReport) {
        Observation value = group.getFirst().observation();
        ValueIdentity exact = ValueIdentity.of(value);
        if (equals.containsKey(exact)) {
            return exact;
        }
        List<ValueIdentity> free = equals.keySet().stream()
                .filter(known -> !ofReport.contains(known))
                .toList();
        boolean codeIsKnown = equals.keySet().stream().anyMatch(known -> known.hasSameCode(exact));
        List<ValueIdentity> candidates = codeIsKnown
                ? free.stream().filter(known -> known.hasSameCode(exact)).toList()
                : free.stream()
                        .filter(known -> known.subId().equals(exact.subId()))
                        .filter(known -> known.matchesAlternate(value)
                                || equals.get(known).stream()
                                        .anyMatch(slot -> exact.matchesAlternate(slot.value.observation())))
                        .toList();
        if (candidates.size() > 1 && group.getFirst().isWithdrawn()) {
            // The value shows which one is withdrawn.
            candidates = candidates.stream()
                    .filter(known -> equals.get(known).stream()
                            .anyMatch(slot -> slot.value.observation().value().equals(value.value())))
                    .toList();
        }
        boolean same = candidates.size() == 1
                && (candidates.getFirst().subId().equals(exact.subId())
                        || candidates.getFirst().subId().isEmpty()
                        || exact.subId().isEmpty());
        return same ? candidates.getFirst() : exact;
    }
}
