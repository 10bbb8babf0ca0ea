package org.parcours.events;

/** The status of one value (OBX-11); a withdrawn value no longer counts, whatever was sent before. */
public enum ObservationStatus {
    PRELIMINARY,
    FINAL,
    CORRECTED,
    WITHDRAWN
}
