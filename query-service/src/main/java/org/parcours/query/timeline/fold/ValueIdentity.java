package org.parcours.query.timeline.fold;

import java.util.Locale;
import java.util.Optional;
import org.parcours.events.Coding;
import org.parcours.events.Observation;

/** The code and sub-id of a value. A code system may be missing in one of two messages. */
record ValueIdentity(String code, Optional<String> system, Optional<String> subId) {

    static ValueIdentity of(Observation value) {
        return new ValueIdentity(value.code().key(), system(value.code()), value.subId());
    }

    boolean hasSameCode(ValueIdentity other) {
        return code.equals(other.code()) && isCompatible(other.system());
    }

    boolean matchesAlternate(Observation value) {
        return value.otherCodes().stream().anyMatch(other -> code.equals(other.key()) && isCompatible(system(other)));
    }

    private boolean isCompatible(Optional<String> other) {
        return system.isEmpty() || other.isEmpty() || system.equals(other);
    }

    private static Optional<String> system(Coding code) {
        return code.system().map(system -> system.toUpperCase(Locale.ROOT));
    }
}
