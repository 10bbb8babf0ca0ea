package org.parcours.query.timeline.fold;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;

/**
 * The values of one examination. Each goes by its code and sub-id (OBX-3, OBX-4: two isolates of one culture are two
 * values), and none is undone by a word that is less far along, whichever comes last.
 */
final class ExaminationValues {

    /** How far along a result is whose word it is. */
    enum ResultRank {
        PRELIMINARY,
        FINAL,
        CORRECTED
    }

    /**
     * @param applied whether anything of it is shown now, or taken back
     * @param changed whether a value that had been told before differs now
     */
    record ValueUpdate(boolean applied, boolean changed) {}

    private record ValueKey(String code, Optional<String> subId) {}

    /** @param value empty once it has been withdrawn */
    private record HeldValue(Optional<Observation> value, ResultRank rank) {}

    private final Map<ValueKey, HeldValue> valuesByKey = new LinkedHashMap<>();

    ValueUpdate apply(Collection<Observation> reported, ResultRank rank) {
        boolean applied = false;
        boolean changed = false;
        for (Observation value : reported) {
            ValueKey key = key(value);
            HeldValue previous = valuesByKey.get(key);
            if (previous != null && previous.rank().compareTo(rank) > 0) {
                continue;
            }
            Optional<Observation> next =
                    Optional.of(value).filter(ExaminationValues::isNotWithdrawn).map(v -> withStatusOf(v, rank));
            valuesByKey.put(key, new HeldValue(next, rank));
            applied = true;
            changed |= previous != null
                    && !previous.value().map(Observation::value).equals(next.map(Observation::value));
        }
        return new ValueUpdate(applied, changed);
    }

    private static boolean isNotWithdrawn(Observation value) {
        return !value.status().equals(Optional.of(ObservationStatus.WITHDRAWN));
    }

    /** Beside final values a preliminary one has to say that it is. */
    private static Observation withStatusOf(Observation value, ResultRank rank) {
        return rank == ResultRank.PRELIMINARY && value.status().isEmpty()
                ? new Observation(
                        value.code(),
                        value.value(),
                        value.unit(),
                        value.range(),
                        value.flag(),
                        value.subId(),
                        Optional.of(ObservationStatus.PRELIMINARY),
                        value.document())
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

    /** A sub-id tells alike values apart; where there is only one, some messages leave it out. */
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
