package org.parcours.events;

/** How a fact came in (rule 2): live, over an hour late, entered after an outage, or migrated from an old record. */
public enum DataEntryMode {
    LIVE,
    LATE,
    BACK_ENTRY,
    MIGRATION
}
