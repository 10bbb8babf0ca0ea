package org.parcours.command.eventlog;

import java.util.List;

/** Reads matching events from a position to the {@linkplain CommitLog#knownCommits known head}, for one reader. */
public final class LogCursor {

    private static final int PAGE_SIZE = 500;

    private final CommitLog log;
    private final Criteria criteria;
    private final long afterPosition;
    private long lastSequence = -1; // of the last commit read; -1: nothing read yet

    public LogCursor(CommitLog log, Criteria criteria, long afterPosition) {
        this.log = log;
        this.criteria = criteria;
        this.afterPosition = afterPosition;
    }

    /** The next matching events; empty where this process knows of none yet. */
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
