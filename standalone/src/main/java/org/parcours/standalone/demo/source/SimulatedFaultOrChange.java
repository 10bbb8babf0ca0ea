package org.parcours.standalone.demo.source;

/** Faults of feeds, and changes of plan, that the simulation includes. */
public enum SimulatedFaultOrChange {
    /** The same message is sent twice, byte for byte. */
    DUPLICATE,
    /** Reported hours after it happened. */
    LATE,
    /** The discharge is reported before the admission. */
    OUT_OF_ORDER,
    /** A movement is sent again with another date. */
    MOVEMENT_RESENT,
    /** The message cannot be parsed. */
    GARBLED,
    /** Z99. */
    MOVEMENT_CORRECTED,
    RESULT_CORRECTED,
    LETTER_REPLACED,
    /** A11. */
    ADMISSION_CANCELLED,
    /** A12. */
    TRANSFER_CANCELLED,
    /** A13. */
    DISCHARGE_CANCELLED,
    /** A38. */
    PRE_ADMISSION_CANCELLED,
    APPOINTMENT_CANCELLED,
    APPOINTMENT_MISSED,
    ORDER_CANCELLED,
    /** A40: an unidentified patient is recognised as a known one. */
    MERGE
}
