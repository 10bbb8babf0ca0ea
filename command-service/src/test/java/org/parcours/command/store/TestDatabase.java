package org.parcours.command.store;

import java.nio.file.Path;

/** The SQL databases on which every store is tested. */
public enum TestDatabase {
    SQLITE {
        @Override
        public Database open(Path directory) {
            return Database.open("jdbc:sqlite:" + directory.resolve("parcours.db"));
        }
    },
    POSTGRESQL {
        @Override
        public Database open(Path directory) {
            return Database.open(LocalPostgres.shared().newDatabase());
        }
    };

    public abstract Database open(Path directory);
}
