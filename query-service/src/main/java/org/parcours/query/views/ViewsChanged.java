package org.parcours.query.views;

import java.util.Map;
import org.parcours.events.PatientId;

/** @param positions the newest position of each patient that the applied batch affects */
public record ViewsChanged(Map<PatientId, Long> positions) {

    public ViewsChanged {
        positions = Map.copyOf(positions);
    }
}
