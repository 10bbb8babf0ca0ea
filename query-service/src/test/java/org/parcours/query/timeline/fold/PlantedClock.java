package org.parcours.query.timeline.fold;

import java.time.Instant;

/** A violation that the architecture rules must find. */
public final class PlantedClock {

    public Instant ask() {
        return Instant.now();
    }
}
