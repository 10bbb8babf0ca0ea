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

/** Reads commits and skips unreadable ones, so that one damaged commit does not hide others. Not thread-safe. */
public final class TolerantCommitReader {

    private final CommitStore store;
    private final Consumer<VerificationFinding> findings;
    private final Set<Long> unreadable = new HashSet<>();

    public TolerantCommitReader(CommitStore store, Consumer<VerificationFinding> findings) {
        this.store = store;
        this.findings = findings;
    }

    public List<Commit> readPage(long afterSequence, int limit) {
        try {
            return store.commits(afterSequence, limit);
        } catch (CorruptLogException corruptPage) {
            var readable = new ArrayList<Commit>();
            long lastSequence = afterSequence;
            while (readable.size() < limit) {
                try {
                    var next = store.commits(lastSequence, 1);
                    if (next.isEmpty()) {
                        break;
                    }
                    readable.add(next.getFirst());
                    lastSequence = next.getFirst().sequence();
                } catch (CorruptLogException e) {
                    unreadable.add(e.sequence());
                    findings.accept(new VerificationFinding(e));
                    lastSequence = Math.max(lastSequence + 1, e.sequence());
                }
            }
            return readable;
        }
    }

    /** The first readable commit at or after the sequence. */
    Optional<Commit> readFirstFrom(long sequence) {
        return readPage(sequence - 1, 1).stream().findFirst();
    }

    Optional<Commit> read(long sequence) {
        return readFirstFrom(sequence).filter(found -> found.sequence() == sequence);
    }

    boolean isUnreadable(long sequence) {
        return unreadable.contains(sequence);
    }
}
