package org.parcours.command.eventlog.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.LoggedEvent;

/** Reads commits without gaps, and events by any criteria, from any {@link CommitStore}. */
class CommitAndEventReader {

    private static final int SCAN_PAGE_SIZE = 500;

    private final CommitStore store;

    CommitAndEventReader(CommitStore store) {
        this.store = store;
    }

    List<LoggedEvent> read(Criteria criteria, long afterPosition, int limit) {
        if (criteria.anyOf().isEmpty()) {
            return List.of();
        }
        // A criterion without a tag has no index: scan the commits.
        return criteria.anyOf().stream().allMatch(criterion -> !criterion.tags().isEmpty())
                ? store.read(criteria, afterPosition, limit)
                : scan(criteria, afterPosition, limit);
    }

    OptionalLong firstMatch(Criteria criteria, long afterPosition) {
        return read(criteria, afterPosition, 1).stream()
                .mapToLong(LoggedEvent::position)
                .findFirst();
    }

    /** Reads a page; one with a gap may be stale, so it is read again before the log counts as corrupt (log rule 5). */
    List<Commit> commits(long afterSequence, int limit) {
        var page = store.commits(afterSequence, limit);
        if (firstGap(afterSequence, page) != 0) {
            page = store.commits(afterSequence, limit);
            long gap = firstGap(afterSequence, page);
            if (gap != 0) {
                throw new CorruptLogException(gap, "commit %d is missing, later commits exist", gap);
            }
        }
        return page;
    }

    private List<LoggedEvent> scan(Criteria criteria, long afterPosition, int limit) {
        var matches = new ArrayList<LoggedEvent>();
        long sequence = Math.max(0, store.sequenceAt(afterPosition + 1) - 1);
        while (true) {
            var page = commits(sequence, Math.min(limit + 1, SCAN_PAGE_SIZE));
            page.stream()
                    .flatMap(commit -> commit.loggedEvents().stream())
                    .filter(event -> event.position() > afterPosition && criteria.matches(event.name(), event.tags()))
                    .limit(limit - matches.size())
                    .forEach(matches::add);
            if (page.isEmpty() || matches.size() == limit) {
                return matches;
            }
            sequence = page.getLast().sequence();
        }
    }

    private static long firstGap(long afterSequence, List<Commit> page) {
        long expected = afterSequence + 1;
        for (var commit : page) {
            if (commit.sequence() != expected) {
                return expected;
            }
            expected++;
        }
        return 0;
    }
}
