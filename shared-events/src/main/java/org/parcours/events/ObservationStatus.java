package org.parcours.events;

/** The status of one value (OBX-11, HL7 table 0085). */
public enum ObservationStatus {
    /** I: the specimen is in the laboratory, the result is pending. */
    PENDING,
    /** R: entered, not verified. */
    UNVERIFIED,
    /** P, S. */
    PRELIMINARY,
    /** F, V, B. */
    FINAL,
    /** U: the value that was sent before, as preliminary, is final. */
    CONFIRMED,
    /** C, A. */
    CORRECTED,
    /** D: the value no longer counts, whatever was sent before. */
    WITHDRAWN,
    /** W: the value was wrong, for example that of another patient. */
    WRONG,
    /** X: no result can be obtained for this specimen; N: it was not asked for. */
    NOT_OBTAINED;

    /** Whether an earlier value with this status no longer counts. */
    public boolean isWithdrawal() {
        return this == WITHDRAWN || this == WRONG;
    }
}
