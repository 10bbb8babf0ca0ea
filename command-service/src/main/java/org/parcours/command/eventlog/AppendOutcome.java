package org.parcours.command.eventlog;

/** The outcome of an append. Every outcome is durable when it is returned. */
public sealed interface AppendOutcome {

    /** The events were appended as this commit. */
    record Appended(Commit commit) implements AppendOutcome {}

    /** Nothing was appended: the event at this position violates the condition. The caller reads and decides again. */
    record Conflicted(long position) implements AppendOutcome {}

    /** This commit was appended before under the same id. The condition was not checked again. */
    record AlreadyAppended(Commit commit) implements AppendOutcome {}
}
