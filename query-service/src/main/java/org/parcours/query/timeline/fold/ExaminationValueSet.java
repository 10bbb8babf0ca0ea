package org.parcours.query.timeline.fold;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;

/**
 * The values of one examination. A value is identified by code and sub-id (OBX-3, OBX-4: two isolates of one culture
 * are two values). A value of lower rank never replaces one of higher rank, whichever arrives last.
 */
final class ExaminationValueSet {

    /** The status of the result that reports a value; later ranks take precedence. */
    enum ResultRank {
        PRELIMINARY,
        FINAL,
        CORRECTED
    }

    /**
     * @param applied whether at least one value was added, replaced or withdrawn
     * @param changed whether an earlier value has changed
     */
    record ValueUpdate(boolean applied, boolean changed) {}

    private record ValueKey(String code, Optional<String> subId) {}

    /** @param value empty where it is withdrawn */
    private record RankedValue(Optional<Observation> value, ResultRank rank) {}

    private final Map<ValueKey, RankedValue> valuesByKey = new LinkedHashMap<>();

    ValueUpdate apply(Collection<Observation> reported, ResultRank rank) {
        boolean applied = false;
        boolean changed = false;
        for (Observation value : reported) {
            ValueKey key = key(value);
            RankedValue previous = valuesByKey.get(key);
            if (previous != null && previous.rank().compareTo(rank) > 0) {
                continue;
            }
            Optional<Observation> next = Optional.of(value)
                    .filter(ExaminationValueSet::isNotWithdrawn)
                    .map(v -> withStatus(v, rank));
            valuesByKey.put(key, new RankedValue(next, rank));
            applied = true;
            changed |= previous != null
                    && !previous.value().map(Observation::value).equals(next.map(Observation::value));
        }
        return new ValueUpdate(applied, changed);
    }

    private static boolean isNotWithdrawn(Observation value) {
        return value.status().filter(ObservationStatus::isWithdrawal).isEmpty();
    }

    /** Gives a preliminary value its status, because it may be shown next to final values. */
    private static Observation withStatus(Observation value, ResultRank rank) {
        return rank == ResultRank.PRELIMINARY && value.status().isEmpty()
                ? value.withStatus(Optional.of(ObservationStatus.PRELIMINARY))
                : value;
    }

    void clear() {
        valuesByKey.clear();
    }

    List<Observation> current() {
        return valuesByKey.values().stream()
                .flatMap(value -> value.value().stream())
                .toList();
    }

    /** Some messages omit the sub-id where there is only one value of a code; such values share a key. */
    private ValueKey key(Observation value) {
        ValueKey exact = new ValueKey(value.code().key(), value.subId());
        if (valuesByKey.containsKey(exact)) {
            return exact;
        }
        List<ValueKey> sameCode = valuesByKey.keySet().stream()
                .filter(key -> key.code().equals(exact.code()))
                .toList();
        boolean subIdMissing = exact.subId().isEmpty()
                || sameCode.stream().anyMatch(key -> key.subId().isEmpty());
        return sameCode.size() == 1 && subIdMissing ? sameCode.getFirst() : exact;
    }
}
