package org.parcours.command.eventlog;

/** A commit exceeds a limit of {@link EventLogSettings} (log rule 6). Nothing was recorded; a retry fails again. */
public final class CommitTooLargeException extends RuntimeException {

    private final long size;
    private final long limit;

    public CommitTooLargeException(CommitId id, long size, long limit, String unit) {
        super("Commit %s has %d %s, the limit is %d".formatted(id, size, unit, limit));
        this.size = size;
        this.limit = limit;
    }

    public long size() {
        return size;
    }

    public long limit() {
        return limit;
    }
}
