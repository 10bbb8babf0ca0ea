package org.parcours.command.eventlog.mongo;

import java.time.Clock;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.CommitLogContract;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.engine.GroupCommitLog;
import org.parcours.command.store.InMemoryMongo;

/** The adapter and MongoDB's driver with an in-memory server of the wire protocol. */
class WireProtocolCommitLogTest extends CommitLogContract {

    @Override
    protected String newStoreUrl() {
        return InMemoryMongo.newDatabase();
    }

    @Override
    protected CommitLog connect(EventLogSettings settings, Clock clock) {
        var server = InMemoryMongo.open(url);
        return new GroupCommitLog(MongoCommitStore.of(server, server::close), settings, clock);
    }
}
