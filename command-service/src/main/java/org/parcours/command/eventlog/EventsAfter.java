package org.parcours.command.eventlog;

import java.util.List;

/**
 * Follows the log from a position on: events in order, without a gap, as far as this process has heard of
 * ({@link CommitLog#follow}). One reader's; it remembers how far it is.
 */
public final class EventsAfter {

    private static final int PAGE = 500;

    private final CommitLog log;
    private final Criteria criteria;
    private final long after;
    private long sequence = -1; // of the last commit that was read; -1: not begun

    /** @param after only events at positions greater than this */
    public EventsAfter(CommitLog log, Criteria criteria, long after) {
        this.log = log;
        this.criteria = criteria;
        this.after = after;
    }

    /** Those that come next; empty when this process has heard of none yet. */
    public List<LoggedEvent> next() {
        if (sequence < 0) {
            sequence = Math.max(0, log.sequenceAt(after + 1) - 1);
        }
        while (true) {
            var page = log.follow(sequence, PAGE);
            if (page.isEmpty()) {
                return List.of();
            }
            sequence = page.getLast().sequence();
            var events = page.stream()
                    .flatMap(commit -> commit.logged().stream())
                    .filter(event -> event.position() > after && criteria.matches(event.name(), event.tags()))
                    .toList();
            if (!events.isEmpty()) {
                return events;
            }
        }
    }
}
