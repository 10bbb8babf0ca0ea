package org.parcours.query.timeline.fold;

/** What later events have made of an event in the history of an entry. */
public enum HistoryStatus {
    /** It contributes to what the entry shows. */
    IN_EFFECT,
    /** Sent again with other content, or corrected. */
    REPLACED,
    /** Cancelled or withdrawn. */
    CANCELLED,
    /** The event is itself a cancellation. */
    CANCELLATION
}
