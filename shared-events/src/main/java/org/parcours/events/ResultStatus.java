package org.parcours.events;

/** The status of a result (OBX-11, OBR-25): P is preliminary, F is final. */
public enum ResultStatus {
    PRELIMINARY,
    FINAL
}
