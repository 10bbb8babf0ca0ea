package org.parcours.command.eventlog.jdbc;

import org.parcours.command.eventlog.CommitLogContract;
import org.parcours.command.store.LocalPostgres;

class PostgresCommitLogTest extends CommitLogContract {

    @Override
    protected String newStoreUrl() {
        return LocalPostgres.shared().newDatabase();
    }
}
