package org.parcours.query.store.jdbc;

import org.parcours.command.store.LocalPostgres;

/** PostgreSQL, where its server is installed. */
class PostgresViewStoreTest extends JdbcViewStoreContract {

    @Override
    protected String newDatabase() {
        return LocalPostgres.shared().newDatabase();
    }
}
