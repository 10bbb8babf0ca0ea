package org.parcours.command.axon;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.eventlog.mongo.SimulatedLogFactory;
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
            return CommitLogFactory.open(
                    "jdbc:sqlite:" + directory.resolve("log.db"), EventLogSettings.defaults(), clock);
        }
    }

    @Nested
    class Postgres extends StorageEngineContract {
        @Override
        protected CommitLog newLog(Clock clock) {
            return CommitLogFactory.open(LocalPostgres.shared().newDatabase(), EventLogSettings.defaults(), clock);
        }
    }

    @Nested
    class MongoWire extends StorageEngineContract {
        @Override
        protected CommitLog newLog(Clock clock) {
            return CommitLogFactory.open(
                    InMemoryMongo.open(InMemoryMongo.newDatabase()), EventLogSettings.defaults(), clock);
        }
    }

    @Nested
    class SimulatedMongo extends StorageEngineContract {
        @Override
        protected CommitLog newLog(Clock clock) {
            return SimulatedLogFactory.openFaultFree(clock);
        }
    }

    @Nested
    class Mongod extends StorageEngineContract {
        @Override
        protected CommitLog newLog(Clock clock) {
            return CommitLogFactory.open(LocalMongo.shared().newDatabase(), EventLogSettings.defaults(), clock);
        }
    }
}
