package org.parcours.events;

/** Where the time of an event comes from (rule 10). */
public enum TimeOrigin {
    /** The message states the time with its offset; MSH-7 may state the offset for the whole message. */
    STATED,
    /** The message states the time without an offset: the sender's or the hospital's time zone applies. */
    STATED_WITHOUT_OFFSET,
    /** The message does not state when it happened: the time of the report (EVN-2, MSH-7) takes its place. */
    DERIVED,
    /** The message states no time at all: unknown, received at this time. */
    RECEIVED
}
