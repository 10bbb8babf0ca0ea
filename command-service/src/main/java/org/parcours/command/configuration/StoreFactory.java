package org.parcours.command.configuration;

import java.time.Clock;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.documents.JdbcDocumentStore;
import org.parcours.command.documents.MongoDocumentStore;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.feeds.files.ImportCheckpointStore;
import org.parcours.command.feeds.files.JdbcImportCheckpointStore;
import org.parcours.command.feeds.files.MongoImportCheckpointStore;
import org.parcours.command.message.UnsupportedMessage;
import org.parcours.command.monitoring.ActivityStore;
import org.parcours.command.monitoring.JdbcActivityStore;
import org.parcours.command.monitoring.MongoActivityStore;
import org.parcours.command.quarantine.JdbcQuarantine;
import org.parcours.command.quarantine.MongoQuarantine;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.command.store.Database;
import org.parcours.command.store.MongoReplicaSet;

/** Opens the event log and the stores beside it, which are in the same database. */
sealed interface StoreFactory extends AutoCloseable {

    /**
     * @param url {@code jdbc:sqlite:…}, {@code jdbc:postgresql:…} or {@code mongodb://…}
     * @throws IllegalArgumentException if the URL is of another kind, or requests less than durability needs
     * @throws IllegalStateException if the database does not guarantee durability; both messages say what to do
     */
    static StoreFactory open(String url) {
        return MongoReplicaSet.isMongoUrl(url)
                ? new MongoStoreFactory(MongoReplicaSet.open(url))
                : new JdbcStoreFactory(Database.open(url));
    }

    CommitLog log(EventLogSettings settings, Clock clock);

    Quarantine quarantine();

    /** @param maxBytes the size of the largest document that is stored */
    DocumentStore documents(int maxBytes);

    ImportCheckpointStore importCheckpoints();

    /** The counters of the source applications. */
    ActivityStore activity();

    @Override
    void close();

    /** SQLite or PostgreSQL. */
    record JdbcStoreFactory(Database database) implements StoreFactory {

        @Override
        public CommitLog log(EventLogSettings settings, Clock clock) {
            return CommitLogFactory.open(database, settings, clock);
        }

        @Override
        public Quarantine quarantine() {
            return new JdbcQuarantine(database, UnsupportedMessage.CODE);
        }

        @Override
        public DocumentStore documents(int maxBytes) {
            return new JdbcDocumentStore(database, maxBytes);
        }

        @Override
        public ImportCheckpointStore importCheckpoints() {
            return new JdbcImportCheckpointStore(database);
        }

        @Override
        public ActivityStore activity() {
            return new JdbcActivityStore(database);
        }

        @Override
        public void close() {
            database.close();
        }
    }

    /** MongoDB. */
    record MongoStoreFactory(MongoReplicaSet replicaSet) implements StoreFactory {

        @Override
        public CommitLog log(EventLogSettings settings, Clock clock) {
            return CommitLogFactory.open(replicaSet, settings, clock);
        }

        @Override
        public Quarantine quarantine() {
            return new MongoQuarantine(replicaSet, UnsupportedMessage.CODE);
        }

        @Override
        public DocumentStore documents(int maxBytes) {
            return new MongoDocumentStore(replicaSet, maxBytes);
        }

        @Override
        public ImportCheckpointStore importCheckpoints() {
            return new MongoImportCheckpointStore(replicaSet);
        }

        @Override
        public ActivityStore activity() {
            return new MongoActivityStore(replicaSet);
        }

        @Override
        public void close() {
            replicaSet.close();
        }
    }
}
