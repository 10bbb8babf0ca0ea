package org.parcours.command.eventlog.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.Head;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.LoggedEvent;

/** A real store behind a bad line: each insertion meets the next of the faults, then they go through. */
final class FaultyStore implements CommitStore {

    /** What becomes of an insertion. */
    interface Fault {
        Insertion happen(CommitStore store, List<Commit> commits);
    }

    static final Fault ANSWER_LOST = (store, commits) -> {
        store.insert(commits);
        return new Insertion.Unknown(new Exception("answer lost"));
    };
    static final Fault REQUEST_LOST = (store, commits) -> new Insertion.Unknown(new Exception("request lost"));
    static final Fault REFUSED = (store, commits) -> new Insertion.NotInserted(new Exception("disk full"));
    static final Fault STOPPED_AFTER_ONE = (store, commits) -> {
        store.insert(commits.subList(0, 1));
        return new Insertion.SlotTaken(1);
    };

    private final CommitStore store;
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final List<List<Commit>> insertions = new ArrayList<>();
    private boolean readsFail;

    FaultyStore(CommitStore store) {
        this.store = store;
    }

    void next(Fault... next) {
        faults.addAll(List.of(next));
    }

    void heal() {
        faults.clear();
        readsFail = false;
    }

    void failReads() {
        readsFail = true;
    }

    /** All that was tried. */
    List<List<Commit>> insertions() {
        return insertions;
    }

    @Override
    public synchronized Insertion insert(List<Commit> commits) {
        insertions.add(List.copyOf(commits));
        var fault = faults.poll();
        return fault == null ? store.insert(commits) : fault.happen(store, commits);
    }

    @Override
    public Head head() {
        return read(CommitStore::head);
    }

    @Override
    public List<Commit> commits(long afterSequence, int limit) {
        return read(there -> there.commits(afterSequence, limit));
    }

    @Override
    public List<Commit> commits(Set<CommitId> ids) {
        return read(there -> there.commits(ids));
    }

    @Override
    public List<LoggedEvent> read(Criteria criteria, long after, int limit) {
        return read(there -> there.read(criteria, after, limit));
    }

    @Override
    public long sequenceAt(long position) {
        return read(there -> there.sequenceAt(position));
    }

    @Override
    public void close() {
        store.close();
    }

    private <T> T read(Function<CommitStore, T> question) {
        if (readsFail) {
            throw new LogUnavailableException("no answer");
        }
        return question.apply(store);
    }
}
