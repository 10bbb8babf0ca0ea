package org.parcours.events;

/** How far a result has come (OBX-11, OBR-25): P is preliminary, F is final. */
public enum ResultStatus {
    PRELIMINARY,
    FINAL
}
