package org.parcours.command.eventlog.mongo;

import java.time.Clock;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.CommitLogContract;
import org.parcours.command.eventlog.LogSettings;
import org.parcours.command.eventlog.engine.GroupCommitLog;
import org.parcours.command.store.InMemoryMongo;

/** The adapter and the driver against a server in memory, in every run. */
class WireCommitLogTest extends CommitLogContract {

    @Override
    protected String newStore() {
        return InMemoryMongo.newDatabase();
    }

    @Override
    protected CommitLog connect(LogSettings settings, Clock clock) {
        var server = InMemoryMongo.open(url);
        return new GroupCommitLog(MongoCommitStore.in(server, server::close), settings, clock);
    }
}
