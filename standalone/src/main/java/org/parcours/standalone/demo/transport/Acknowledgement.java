package org.parcours.standalone.demo.transport;

/**
 * What Parcours answered.
 *
 * @param code as it was on the wire: AA, AE, AR; 201, 200, 422, 503
 */
public record Acknowledgement(String code, Outcome outcome) {

    public enum Outcome {
        /** Recorded, now or before. */
        ACCEPTED,
        /** Not understood: it is in quarantine, and sending it again would change nothing. */
        REJECTED,
        /** Not now: the sender keeps it and tries again. */
        UNAVAILABLE
    }
}
