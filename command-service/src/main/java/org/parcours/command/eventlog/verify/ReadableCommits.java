package org.parcours.command.eventlog.verify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.engine.CommitStore;

/** Reads on past what cannot be read, so that one damaged commit hides no other. One thread's. */
final class ReadableCommits {

    private final CommitStore store;
    private final Consumer<Finding> findings;
    private final Set<Long> unreadable = new HashSet<>();

    ReadableCommits(CommitStore store, Consumer<Finding> findings) {
        this.store = store;
        this.findings = findings;
    }

    /** The next of them, however far they are. */
    List<Commit> page(long after, int limit) {
        try {
            return store.commits(after, limit);
        } catch (CorruptLogException somewhere) {
            var readable = new ArrayList<Commit>();
            long last = after;
            while (readable.size() < limit) {
                try {
                    var next = store.commits(last, 1);
                    if (next.isEmpty()) {
                        break;
                    }
                    readable.add(next.getFirst());
                    last = next.getFirst().sequence();
                } catch (CorruptLogException e) {
                    tell(e);
                    last = Math.max(last + 1, e.sequence());
                }
            }
            return readable;
        }
    }

    /** The first at or behind this sequence that can be read. */
    Optional<Commit> from(long sequence) {
        return page(sequence - 1, 1).stream().findFirst();
    }

    Optional<Commit> commit(long sequence) {
        return from(sequence).filter(found -> found.sequence() == sequence);
    }

    private void tell(CorruptLogException corrupt) {
        unreadable.add(corrupt.sequence());
        findings.accept(new Finding(corrupt.sequence(), String.valueOf(corrupt.getMessage())));
    }

    boolean isUnreadable(long sequence) {
        return unreadable.contains(sequence);
    }
}
