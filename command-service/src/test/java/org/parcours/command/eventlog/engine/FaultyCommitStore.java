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
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.LoggedEvent;

/** A store with faults: each insert consumes the next injected fault; without faults inserts succeed. */
final class FaultyCommitStore implements CommitStore {

    /** Replaces an insert. */
    interface Fault {
        InsertResult apply(CommitStore delegate, List<Commit> commits);
    }

    static final Fault REPLY_LOST = (delegate, commits) -> {
        delegate.insert(commits);
        return new InsertResult.Unknown(new Exception("reply lost"));
    };
    static final Fault REQUEST_LOST = (delegate, commits) -> new InsertResult.Unknown(new Exception("request lost"));
    static final Fault INSERT_FAILED = (delegate, commits) -> new InsertResult.NotInserted(new Exception("disk full"));
    static final Fault STOPPED_AFTER_ONE = (delegate, commits) -> {
        delegate.insert(commits.subList(0, 1));
        return new InsertResult.SlotTaken(1);
    };

    private final CommitStore delegate;
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final List<List<Commit>> insertAttempts = new ArrayList<>();
    private boolean readsFail;

    FaultyCommitStore(CommitStore delegate) {
        this.delegate = delegate;
    }

    void injectNext(Fault... nextFaults) {
        faults.addAll(List.of(nextFaults));
    }

    void heal() {
        faults.clear();
        readsFail = false;
    }

    void failReads() {
        readsFail = true;
    }

    /** All inserts that were tried. */
    List<List<Commit>> insertAttempts() {
        return insertAttempts;
    }

    @Override
    public synchronized InsertResult insert(List<Commit> commits) {
        insertAttempts.add(List.copyOf(commits));
        var fault = faults.poll();
        return fault == null ? delegate.insert(commits) : fault.apply(delegate, commits);
    }

    @Override
    public LogHead head() {
        return read(CommitStore::head);
    }

    @Override
    public List<Commit> commits(long afterSequence, int limit) {
        return read(target -> target.commits(afterSequence, limit));
    }

    @Override
    public List<Commit> commits(Set<CommitId> ids) {
        return read(target -> target.commits(ids));
    }

    @Override
    public List<LoggedEvent> read(Criteria criteria, long afterPosition, int limit) {
        return read(target -> target.read(criteria, afterPosition, limit));
    }

    @Override
    public long sequenceAt(long position) {
        return read(target -> target.sequenceAt(position));
    }

    @Override
    public void checkWritable(int bytes) {
        if (!faults.isEmpty()) {
            throw new LogUnavailableException("disk full");
        }
        delegate.checkWritable(bytes);
    }

    @Override
    public void close() {
        delegate.close();
    }

    private <T> T read(Function<CommitStore, T> query) {
        if (readsFail) {
            throw new LogUnavailableException("no reply");
        }
        return query.apply(delegate);
    }
}
