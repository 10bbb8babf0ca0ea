package org.parcours.command.eventlog.mongo;

import java.util.List;
import java.util.Set;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.command.eventlog.engine.CommitStore;
import org.parcours.command.eventlog.engine.InsertResult;

/** A store that treats an unknown outcome as success, which log rule 2 forbids. */
record UnknownAsSuccessStore(CommitStore delegate) implements CommitStore {

    @Override
    public InsertResult insert(List<Commit> commits) {
        var result = delegate.insert(commits);
        return result instanceof InsertResult.Unknown ? new InsertResult.Inserted() : result;
    }

    @Override
    public LogHead head() {
        return delegate.head();
    }

    @Override
    public List<Commit> commits(long afterSequence, int limit) {
        return delegate.commits(afterSequence, limit);
    }

    @Override
    public List<Commit> commits(Set<CommitId> ids) {
        return delegate.commits(ids);
    }

    @Override
    public List<LoggedEvent> read(Criteria criteria, long after, int limit) {
        return delegate.read(criteria, after, limit);
    }

    @Override
    public long sequenceAt(long position) {
        return delegate.sequenceAt(position);
    }

    @Override
    public void checkWritable(int bytes) {
        delegate.checkWritable(bytes);
    }

    @Override
    public void close() {
        delegate.close();
    }
}
