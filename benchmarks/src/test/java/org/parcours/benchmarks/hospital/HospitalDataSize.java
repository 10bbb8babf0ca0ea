package org.parcours.benchmarks.hospital;

import java.util.Locale;

/**
 * @param events at least this many; a message records all its events
 * @param stepsOfLargest how many steps the first patient has
 */
public record HospitalDataSize(long seed, int events, int patients, int stepsOfLargest) {

    /** Fifty events a patient, and one of them with up to ten thousand steps. */
    public static HospitalDataSize ofEvents(int events) {
        return new HospitalDataSize(
                Long.getLong("seed", 1), events, Math.max(20, events / 50), Math.min(10_000, events / 10));
    }

    public HospitalPatient patient(int number) {
        return HospitalPatient.of(seed, number);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d events of %,d patients, one of them with %,d steps (seed %d)",
                events,
                patients,
                stepsOfLargest,
                seed);
    }
}
