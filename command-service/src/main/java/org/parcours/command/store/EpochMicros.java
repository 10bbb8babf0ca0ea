package org.parcours.command.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Stores times as microseconds since 1970. */
public final class EpochMicros {

    private EpochMicros() {}

    public static long toMicros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    public static Instant toInstant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
