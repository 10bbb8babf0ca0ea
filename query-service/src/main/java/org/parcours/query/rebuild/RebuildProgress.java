package org.parcours.query.rebuild;

/** Hears how far a rebuild has come. */
@FunctionalInterface
public interface RebuildProgress {

    enum Phase {
        READING,
        BUILDING,
        CATCHING_UP,
        COMPARING
    }

    /** @param done of {@code total}: events, or patient records where the phase is COMPARING */
    void report(Phase phase, long done, long total);
}
