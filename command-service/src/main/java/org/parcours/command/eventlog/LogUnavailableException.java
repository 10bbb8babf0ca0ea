package org.parcours.command.eventlog;

import org.jspecify.annotations.Nullable;

/**
 * The log cannot be written or read at the moment. After an append it is <em>unknown</em> whether the events are
 * recorded; a retry under the same {@link CommitId} records them at most once. A sender receives HTTP 503 or MLLP AR.
 */
public final class LogUnavailableException extends RuntimeException {

    public LogUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public LogUnavailableException(String message) {
        super(message);
    }
}
