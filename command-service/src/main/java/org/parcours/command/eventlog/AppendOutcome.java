package org.parcours.command.eventlog;

/** How an append ended. In each case what is said is already on the disk. */
public sealed interface AppendOutcome {

    /** Recorded, now. */
    record Appended(Commit commit) implements AppendOutcome {}

    /** Nothing recorded: the event at this position matches the condition's criteria. Read again, decide again. */
    record Conflicted(long position) implements AppendOutcome {}

    /** Recorded before, under the same id: this commit. Its condition was not looked at again. */
    record AlreadyAppended(Commit commit) implements AppendOutcome {}
}
