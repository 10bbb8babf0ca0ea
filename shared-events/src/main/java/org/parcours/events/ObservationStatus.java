package org.parcours.events;

/** How far one value has come (OBX-11); a withdrawn one is none, whatever was told of it before. */
public enum ObservationStatus {
    PRELIMINARY,
    FINAL,
    CORRECTED,
    WITHDRAWN
}
