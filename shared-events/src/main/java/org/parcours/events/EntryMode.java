package org.parcours.events;

/** How a fact came in (rule 2): as it happened, over an hour late, typed in after an outage, or with an old record. */
public enum EntryMode {
    LIVE,
    LATE,
    BACK_ENTRY,
    MIGRATION
}
