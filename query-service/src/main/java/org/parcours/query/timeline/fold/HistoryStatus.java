package org.parcours.query.timeline.fold;

/** What has become of a telling. */
public enum HistoryStatus {
    /** It is what the entry shows. */
    IN_EFFECT,
    /** Told anew or corrected since. */
    REPLACED,
    /** Taken back since. */
    CANCELLED,
    /** It takes something back. */
    CANCELLATION
}
