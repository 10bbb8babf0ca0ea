package org.parcours.query.views;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.parcours.events.Anomaly;
import org.parcours.events.Envelope;

/** The anomalies of the identity work list. */
public final class IdentityAnomalies {

    private static final Set<Anomaly.Code> CODES = EnumSet.of(
            Anomaly.Code.ANOTHER_PERSON_UNDER_THIS_NUMBER,
            Anomaly.Code.IDENTIFIERS_OF_TWO_PATIENTS,
            Anomaly.Code.STAY_OF_ANOTHER_PATIENT,
            Anomaly.Code.STEP_OF_ANOTHER_PATIENT);

    private IdentityAnomalies() {}

    public static List<Anomaly> of(Envelope event) {
        return event.anomalies().stream()
                .filter(anomaly -> CODES.contains(anomaly.code()))
                .toList();
    }
}
