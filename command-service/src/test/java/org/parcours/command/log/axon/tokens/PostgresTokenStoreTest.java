package org.parcours.command.log.axon.tokens;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.store.Database;
import org.parcours.command.store.Stores;
import org.parcours.command.tokens.JdbcTokenRegister;
import org.parcours.command.tokens.TokenRegister;

class PostgresTokenStoreTest extends RegisterTokenStoreContract {

    @TempDir
    Path directory;

    private Database database;

    @BeforeEach
    @Override
    void open() {
        database = Stores.POSTGRESQL.open(directory);
        super.open();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected TokenRegister register() {
        return new JdbcTokenRegister(database);
    }
}
