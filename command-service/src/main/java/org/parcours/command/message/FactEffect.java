package org.parcours.command.message;

/** What became of one fact of a message. */
public enum FactEffect {
    /** At least one event was recorded. */
    RECORDED,
    /** At least one event was recorded, about a thing that was known before. */
    CHANGED,
    /** The state was recorded before, and nothing was added. */
    UNCHANGED,
    /** A later version of the state is recorded: this one is history, or was recorded as such before. */
    OLDER_VERSION,
    /** The fact ends or withdraws something that is not recorded, or not in effect: nothing was recorded. */
    NOTHING_TO_WITHDRAW
}
