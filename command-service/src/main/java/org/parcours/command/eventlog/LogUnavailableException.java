package org.parcours.command.eventlog;

import org.jspecify.annotations.Nullable;

/**
 * The log cannot be written or read now. After an append it is <em>not known</em> whether the events are recorded:
 * append again under the same {@link CommitId}, which records them at most once. Towards a sender: HTTP 503, MLLP AR.
 */
public final class LogUnavailableException extends RuntimeException {

    public LogUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public LogUnavailableException(String message) {
        super(message);
    }
}
