package org.parcours.query.rebuild;

import java.util.Optional;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.store.ViewStore;

/** Makes a complete generation the one that all query-services use. */
public final class GenerationSwitch {

    private GenerationSwitch() {}

    /**
     * Whoever projects into the former generation finds out with its next batch, and goes on in the new one: otherwise the
     * former would run ahead, and pages that switch would go back in time.
     */
    public static void makeCurrent(ViewStore store, String version, ViewGeneration generation) {
        Optional<ViewGeneration> former =
                store.current(version).filter(current -> current.number() != generation.number());
        store.makeCurrent(generation);
        former.ifPresent(ViewGeneration::revokeLease);
    }
}
