package org.parcours.events;

/** The status of an imaging report (OBR-25): P is preliminary, F is final, C replaces the previous report. */
public enum ImagingReportStatus {
    PRELIMINARY,
    FINAL,
    CORRECTED
}
