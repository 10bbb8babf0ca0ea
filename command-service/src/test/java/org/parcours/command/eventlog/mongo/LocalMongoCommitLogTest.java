package org.parcours.command.eventlog.mongo;

import org.parcours.command.eventlog.CommitLogContract;
import org.parcours.command.store.LocalMongo;

/** A real MongoDB, where the machine has one. */
class LocalMongoCommitLogTest extends CommitLogContract {

    @Override
    protected String newStoreUrl() {
        return LocalMongo.shared().newDatabase();
    }
}
