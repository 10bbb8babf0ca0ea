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
final class Values {

    /** How far along a result is whose word it is. */
    enum Rank {
        PRELIMINARY,
        FINAL,
        CORRECTED
    }

    /**
     * @param any whether anything of it is shown now, or taken back
     * @param changed whether a value that had been told before differs now
     */
    record Taken(boolean any, boolean changed) {}

    private record Key(String code, Optional<String> subId) {}

    /** @param value empty once it has been withdrawn */
    private record Held(Optional<Observation> value, Rank rank) {}

    private final Map<Key, Held> held = new LinkedHashMap<>();

    Taken take(Collection<Observation> told, Rank rank) {
        boolean any = false;
        boolean changed = false;
        for (Observation value : told) {
            Key key = key(value);
            Held before = held.get(key);
            if (before != null && before.rank().compareTo(rank) > 0) {
                continue;
            }
            Optional<Observation> now =
                    Optional.of(value).filter(Values::stands).map(v -> asFarAlong(v, rank));
            held.put(key, new Held(now, rank));
            any = true;
            changed |= before != null && !before.value().map(Observation::value).equals(now.map(Observation::value));
        }
        return new Taken(any, changed);
    }

    private static boolean stands(Observation value) {
        return !value.status().equals(Optional.of(ObservationStatus.WITHDRAWN));
    }

    /** Beside final values a preliminary one has to say that it is. */
    private static Observation asFarAlong(Observation value, Rank rank) {
        return rank == Rank.PRELIMINARY && value.status().isEmpty()
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

    void forget() {
        held.clear();
    }

    List<Observation> shown() {
        return held.values().stream().flatMap(value -> value.value().stream()).toList();
    }

    /** A sub-id tells alike values apart; where there is only one, some messages leave it out. */
    private Key key(Observation value) {
        Key exact = new Key(value.code().key(), value.subId());
        if (held.containsKey(exact)) {
            return exact;
        }
        List<Key> alike = held.keySet().stream()
                .filter(key -> key.code().equals(exact.code()))
                .toList();
        boolean oneIsUnnumbered = exact.subId().isEmpty()
                || alike.stream().anyMatch(key -> key.subId().isEmpty());
        return alike.size() == 1 && oneIsUnnumbered ? alike.getFirst() : exact;
    }
}
