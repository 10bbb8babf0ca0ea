package org.parcours.standalone.demo.source;

/** What goes otherwise than planned in a real hospital, and in its feeds. */
public enum SimulatedFault {
    /** The same message once more, byte for byte. */
    DUPLICATE,
    /** Told hours after it happened. */
    LATE,
    /** The discharge was told before the admission. */
    OUT_OF_ORDER,
    /** A movement was told again with another date. */
    MOVEMENT_RESENT,
    /** No parser makes sense of it. */
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
    /** A40: somebody without papers turned out to be known. */
    MERGE
}
