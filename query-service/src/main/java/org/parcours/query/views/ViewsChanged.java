package org.parcours.query.views;

import java.util.Map;
import org.parcours.events.PatientId;

/**
 * Application event: a batch has been applied to the views.
 *
 * @param positions the newest position of each patient that the batch affects
 */
public record ViewsChanged(Map<PatientId, Long> positions) {

    public ViewsChanged {
        positions = Map.copyOf(positions);
    }
}
