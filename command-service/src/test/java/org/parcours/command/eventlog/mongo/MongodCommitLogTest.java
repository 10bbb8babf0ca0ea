package org.parcours.command.eventlog.mongo;

import org.parcours.command.eventlog.CommitLogContract;
import org.parcours.command.store.LocalMongo;

/** A real MongoDB, where the machine has one. */
class MongodCommitLogTest extends CommitLogContract {

    @Override
    protected String newStore() {
        return LocalMongo.shared().newDatabase();
    }
}
