package org.parcours.command.eventlog.mongo;

import org.parcours.command.eventlog.CommitLogContract;
import org.parcours.command.store.LocalMongo;

/** A local MongoDB, where {@code mongod} is installed. */
class LocalMongoCommitLogTest extends CommitLogContract {

    @Override
    protected String newStoreUrl() {
        return LocalMongo.shared().newDatabase();
    }
}
