package org.parcours.command.eventlog;

import java.util.List;

/**
 * Follows the log from a position on: events in order, without a gap, as far as this process has heard of
 * ({@link CommitLog#knownCommits}). One reader's; it remembers how far it is.
 */
public final class LogCursor {

    private static final int PAGE_SIZE = 500;

    private final CommitLog log;
    private final Criteria criteria;
    private final long afterPosition;
    private long lastSequence = -1; // of the last commit that was read; -1: not begun

    /** @param afterPosition only events at positions greater than this */
    public LogCursor(CommitLog log, Criteria criteria, long afterPosition) {
        this.log = log;
        this.criteria = criteria;
        this.afterPosition = afterPosition;
    }

    /** Those that come next; empty when this process has heard of none yet. */
    public List<LoggedEvent> nextEvents() {
        if (lastSequence < 0) {
            lastSequence = Math.max(0, log.sequenceAt(afterPosition + 1) - 1);
        }
        while (true) {
            var page = log.knownCommits(lastSequence, PAGE_SIZE);
            if (page.isEmpty()) {
                return List.of();
            }
            lastSequence = page.getLast().sequence();
            var events = page.stream()
                    .flatMap(commit -> commit.loggedEvents().stream())
                    .filter(event -> event.position() > afterPosition && criteria.matches(event.name(), event.tags()))
                    .toList();
            if (!events.isEmpty()) {
                return events;
            }
        }
    }
}
