package org.parcours.command.configuration;

import java.time.Clock;
import java.util.function.Function;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.documents.JdbcDocumentStore;
import org.parcours.command.documents.MongoDocumentStore;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.feeds.files.ImportCheckpointStore;
import org.parcours.command.feeds.files.JdbcImportCheckpointStore;
import org.parcours.command.feeds.files.MongoImportCheckpointStore;
import org.parcours.command.intake.fhir.directory.JdbcReferenceDirectoryStore;
import org.parcours.command.intake.fhir.directory.MongoReferenceDirectoryStore;
import org.parcours.command.intake.fhir.directory.ReferenceDirectory;
import org.parcours.command.intake.fhir.directory.ReferenceDirectoryStore;
import org.parcours.command.message.UnsupportedMessage;
import org.parcours.command.monitoring.ActivityStore;
import org.parcours.command.monitoring.JdbcActivityStore;
import org.parcours.command.monitoring.JdbcUnreadFieldStore;
import org.parcours.command.monitoring.MongoActivityStore;
import org.parcours.command.monitoring.MongoUnreadFieldStore;
import org.parcours.command.monitoring.UnreadFieldStore;
import org.parcours.command.quarantine.JdbcQuarantine;
import org.parcours.command.quarantine.MongoQuarantine;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.command.store.Database;
import org.parcours.command.store.HashedContents;
import org.parcours.command.store.MongoReplicaSetConnection;

/** Opens the event log and the stores beside it, which are in the same database. */
public sealed interface StoreFactory extends AutoCloseable {

    /**
     * @param url {@code jdbc:sqlite:…}, {@code jdbc:postgresql:…} or {@code mongodb://…}
     * @throws IllegalArgumentException if the URL is of another kind, or requests less than durability needs
     * @throws IllegalStateException if the database does not guarantee durability; both messages say what to do
     */
    static StoreFactory open(String url) {
        return MongoReplicaSetConnection.isMongoUrl(url)
                ? new MongoStoreFactory(MongoReplicaSetConnection.open(url))
                : new JdbcStoreFactory(Database.open(url));
    }

    <T> T open(Function<Database, T> jdbc, Function<MongoReplicaSetConnection, T> mongo);

    @Override
    void close();

    default CommitLog log(EventLogSettings settings, Clock clock) {
        return open(
                database -> CommitLogFactory.open(database, settings, clock),
                replicaSet -> CommitLogFactory.open(replicaSet, settings, clock));
    }

    default Quarantine quarantine() {
        return open(
                database ->
                        new JdbcQuarantine(database, UnsupportedMessage.CODE, UnsupportedMessage.NOT_PRODUCTION_CODE),
                replicaSet -> new MongoQuarantine(
                        replicaSet, UnsupportedMessage.CODE, UnsupportedMessage.NOT_PRODUCTION_CODE));
    }

    default DocumentStore documents(int maxBytes) {
        return this.<DocumentStore>open(
                database -> new JdbcDocumentStore(database, maxBytes),
                replicaSet -> new MongoDocumentStore(replicaSet, maxBytes));
    }

    /** The documents and the messages as received, to be verified against their hashes. */
    default HashedContents storedDocuments() {
        return this.<HashedContents>open(
                database -> new JdbcDocumentStore(database, 0), replicaSet -> new MongoDocumentStore(replicaSet, 0));
    }

    /** The messages in the quarantine, to be verified against their hashes. */
    default HashedContents quarantinedMessages() {
        return this.<HashedContents>open(JdbcQuarantine::new, MongoQuarantine::new);
    }

    default ImportCheckpointStore importCheckpoints() {
        return open(JdbcImportCheckpointStore::new, MongoImportCheckpointStore::new);
    }

    default ActivityStore activity() {
        return open(JdbcActivityStore::new, MongoActivityStore::new);
    }

    default ReferenceDirectory fhirDirectory() {
        return new ReferenceDirectory(this.<ReferenceDirectoryStore>open(
                JdbcReferenceDirectoryStore::new, MongoReferenceDirectoryStore::new));
    }

    default UnreadFieldStore unreadFields() {
        return open(JdbcUnreadFieldStore::new, MongoUnreadFieldStore::new);
    }

    /** SQLite or PostgreSQL. */
    record JdbcStoreFactory(Database database) implements StoreFactory {

        @Override
        public <T> T open(Function<Database, T> jdbc, Function<MongoReplicaSetConnection, T> mongo) {
            return jdbc.apply(database);
        }

        @Override
        public void close() {
            database.close();
        }
    }

    record MongoStoreFactory(MongoReplicaSetConnection replicaSet) implements StoreFactory {

        @Override
        public <T> T open(Function<Database, T> jdbc, Function<MongoReplicaSetConnection, T> mongo) {
            return mongo.apply(replicaSet);
        }

        @Override
        public void close() {
            replicaSet.close();
        }
    }
}
