package org.parcours.standalone.demo.wire;

/**
 * What Parcours answered.
 *
 * @param code as it was on the wire: AA, AE, AR; 201, 200, 422, 503
 */
public record Answer(String code, Verdict verdict) {

    public enum Verdict {
        /** Recorded, now or before. */
        TAKEN,
        /** Not understood: it is in quarantine, and sending it again would change nothing. */
        QUARANTINED,
        /** Not now: the sender keeps it and tries again. */
        NOT_NOW
    }
}
