package org.parcours.command.axon;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.LogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.eventlog.mongo.SimulatedLogs;
import org.parcours.command.store.InMemoryMongo;
import org.parcours.command.store.LocalMongo;
import org.parcours.command.store.LocalPostgres;

/** {@link StorageEngineContract} on every store. */
class StorageEngineTest {

    @Nested
    class Sqlite extends StorageEngineContract {

        @TempDir
        Path directory;

        @Override
        protected CommitLog newLog(Clock clock) {
            return CommitLogFactory.open("jdbc:sqlite:" + directory.resolve("log.db"), LogSettings.defaults(), clock);
        }
    }

    @Nested
    class Postgres extends StorageEngineContract {
        @Override
        protected CommitLog newLog(Clock clock) {
            return CommitLogFactory.open(LocalPostgres.shared().newDatabase(), LogSettings.defaults(), clock);
        }
    }

    @Nested
    class MongoWire extends StorageEngineContract {
        @Override
        protected CommitLog newLog(Clock clock) {
            return CommitLogFactory.open(
                    InMemoryMongo.open(InMemoryMongo.newDatabase()), LogSettings.defaults(), clock);
        }
    }

    @Nested
    class SimulatedMongo extends StorageEngineContract {
        @Override
        protected CommitLog newLog(Clock clock) {
            return SimulatedLogs.calm(clock);
        }
    }

    @Nested
    class Mongod extends StorageEngineContract {
        @Override
        protected CommitLog newLog(Clock clock) {
            return CommitLogFactory.open(LocalMongo.shared().newDatabase(), LogSettings.defaults(), clock);
        }
    }
}
