package org.parcours.query.timeline.fold;

import java.time.Instant;

/** What the architecture rules must catch. */
public final class PlantedClock {

    public Instant ask() {
        return Instant.now();
    }
}
