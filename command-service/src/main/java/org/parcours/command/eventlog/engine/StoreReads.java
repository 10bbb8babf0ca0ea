package org.parcours.command.eventlog.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.LoggedEvent;

/** Questions to a store that every store answers in the same way, by what it offers. */
class StoreReads {

    private static final int SCAN_PAGE = 500;

    private final CommitStore store;

    StoreReads(CommitStore store) {
        this.store = store;
    }

    List<LoggedEvent> read(Criteria criteria, long after, int limit) {
        if (criteria.anyOf().isEmpty()) {
            return List.of();
        }
        // What has no tag has no index: walk through the commits.
        return criteria.anyOf().stream().allMatch(criterion -> !criterion.tags().isEmpty())
                ? store.read(criteria, after, limit)
                : scan(criteria, after, limit);
    }

    OptionalLong firstMatch(Criteria criteria, long after) {
        return read(criteria, after, 1).stream()
                .mapToLong(LoggedEvent::position)
                .findFirst();
    }

    /**
     * Rule 5: a page with a gap may be stale, so it is read once more before it is called corrupt.
     *
     * @throws CorruptLogException when a commit is missing between others
     */
    List<Commit> commits(long afterSequence, int limit) {
        var page = store.commits(afterSequence, limit);
        if (firstGap(afterSequence, page) != 0) {
            page = store.commits(afterSequence, limit);
            long gap = firstGap(afterSequence, page);
            if (gap != 0) {
                throw new CorruptLogException(gap, "commit %d is missing, later ones are there".formatted(gap));
            }
        }
        return page;
    }

    private List<LoggedEvent> scan(Criteria criteria, long after, int limit) {
        var found = new ArrayList<LoggedEvent>();
        long sequence = Math.max(0, store.sequenceAt(after + 1) - 1);
        while (true) {
            var page = commits(sequence, Math.min(limit + 1, SCAN_PAGE));
            for (var commit : page) {
                for (var event : commit.logged()) {
                    if (event.position() > after && criteria.matches(event.name(), event.tags())) {
                        found.add(event);
                        if (found.size() == limit) {
                            return found;
                        }
                    }
                }
            }
            if (page.isEmpty()) {
                return found;
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
