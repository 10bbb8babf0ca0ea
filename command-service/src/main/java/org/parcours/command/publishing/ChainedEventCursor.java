package org.parcours.command.publishing;

import java.util.List;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.chain.ChainedEvent;

/** Reads the events after a position, up to the {@linkplain CommitLog#knownCommits known head}. */
final class ChainedEventCursor {

    private static final int PAGE_SIZE = 500;

    private final CommitLog log;
    private final long afterPosition;
    private long lastSequence;

    ChainedEventCursor(CommitLog log, long afterPosition) {
        this.log = log;
        this.afterPosition = afterPosition;
        this.lastSequence = Math.max(0, log.sequenceAt(afterPosition + 1) - 1);
    }

    /** The next events; empty where this process knows of none yet. */
    List<ChainedEvent> nextEvents() {
        List<Commit> page = log.knownCommits(lastSequence, PAGE_SIZE);
        if (page.isEmpty()) {
            return List.of();
        }
        lastSequence = page.getLast().sequence();
        return page.stream()
                .flatMap(commit -> ChainedEvent.of(commit).stream())
                .filter(event -> event.position() > afterPosition)
                .toList();
    }
}
