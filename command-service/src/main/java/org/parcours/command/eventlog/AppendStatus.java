package org.parcours.command.eventlog;

import java.time.Duration;

/** Whether the log accepts appends at the moment. */
public sealed interface AppendStatus {

    record Available() implements AppendStatus {}

    /** The store does not accept writes: its disk is full, it is read-only, or it does not answer. */
    record Failing(String cause) implements AppendStatus {}

    /** A write does not end, or it is still unknown whether it is in the log; appends wait for it. */
    record Blocked(Duration duration) implements AppendStatus {}

    /** This process appends nothing more until it is restarted. */
    record Stopped(String cause) implements AppendStatus {}
}
