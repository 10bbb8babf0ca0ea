package org.parcours.standalone.demo.transport;

/**
 * The acknowledgement (HL7) or response (HTTP) of Parcours.
 *
 * @param code MSA-1 or the HTTP status: AA, AE, AR; 201, 200, 422, 503
 */
public record Acknowledgement(String code, Outcome outcome) {

    public enum Outcome {
        /** Recorded, or a duplicate. */
        ACCEPTED,
        /** Rejected and in quarantine; sending it again has the same result. */
        REJECTED,
        /** Unavailable: the sender retries. */
        UNAVAILABLE
    }
}
