package org.parcours.events;

/** How far an imaging report has come (OBR-25): P is preliminary, F is final, C takes the place of the one before. */
public enum ReportStatus {
    PRELIMINARY,
    FINAL,
    CORRECTED
}
