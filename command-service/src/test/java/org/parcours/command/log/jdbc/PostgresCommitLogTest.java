package org.parcours.command.log.jdbc;

import org.parcours.command.log.CommitLogContract;
import org.parcours.command.store.LocalPostgres;

class PostgresCommitLogTest extends CommitLogContract {

    @Override
    protected String newStore() {
        return LocalPostgres.shared().newDatabase();
    }
}
