package org.parcours.query.planted;

import java.util.List;
import org.parcours.command.PlantedCommand;
import org.parcours.query.store.Lease;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.store.ViewProgress;

/** Violations that the architecture rules must find. */
public final class PlantedViolations {

    private PlantedViolations() {}

    public static final class WritesView {
        public void write(ViewGeneration views) {
            views.write(new Lease("planted", 1), ViewProgress.NONE, List.of(), ViewProgress.NONE);
        }
    }

    public static final class DependsOnCommandService {
        public PlantedCommand use() {
            return new PlantedCommand();
        }
    }
}
