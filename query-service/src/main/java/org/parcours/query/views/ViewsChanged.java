package org.parcours.query.views;

import java.util.Map;
import org.parcours.events.PatientId;

/**
 * The views have changed.
 *
 * @param positions the newest position of each patient whom the change concerns
 */
public record ViewsChanged(Map<PatientId, Long> positions) {

    public ViewsChanged {
        positions = Map.copyOf(positions);
    }
}
