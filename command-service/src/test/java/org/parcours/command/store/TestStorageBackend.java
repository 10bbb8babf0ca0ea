package org.parcours.command.store;

import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import org.bson.Document;
import org.bson.types.Binary;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.documents.JdbcDocumentStore;
import org.parcours.command.documents.MongoDocumentStore;
import org.parcours.command.intake.fhir.directory.JdbcReferenceDirectoryStore;
import org.parcours.command.intake.fhir.directory.MongoReferenceDirectoryStore;
import org.parcours.command.intake.fhir.directory.ReferenceDirectoryStore;
import org.parcours.command.monitoring.ActivityStore;
import org.parcours.command.monitoring.JdbcActivityStore;
import org.parcours.command.monitoring.JdbcUnreadFieldStore;
import org.parcours.command.monitoring.MongoActivityStore;
import org.parcours.command.monitoring.MongoUnreadFieldStore;
import org.parcours.command.monitoring.UnreadFieldStore;
import org.parcours.command.quarantine.JdbcQuarantine;
import org.parcours.command.quarantine.MongoQuarantine;
import org.parcours.command.quarantine.Quarantine;

/** The stores beside the log, on every kind of database that the log supports. */
public enum TestStorageBackend {
    SQLITE {
        @Override
        public OpenStorage open(Path directory) {
            return new JdbcStorage(TestDatabase.SQLITE.open(directory));
        }
    },
    POSTGRESQL {
        @Override
        public OpenStorage open(Path directory) {
            return new JdbcStorage(TestDatabase.POSTGRESQL.open(directory));
        }
    },
    MONGODB_IN_MEMORY {
        @Override
        public OpenStorage open(Path directory) {
            return new MongoStorage(InMemoryMongo.open(InMemoryMongo.newDatabase()));
        }
    };

    public abstract OpenStorage open(Path directory);

    /** Each call opens the store again, on the same data. */
    public interface OpenStorage extends AutoCloseable {
        Quarantine quarantine();

        DocumentStore documents(int maxBytes);

        ActivityStore activity();

        UnreadFieldStore unreadFields();

        ReferenceDirectoryStore fhirDirectory();

        /** Does what an intruder with write access to the database could do. */
        void overwriteAllDocuments(byte[] bytes);

        /** Without them whoever reads the bytes of a message fails. */
        void deleteRawBytesOfQuarantine();

        @Override
        void close();
    }

    private static final String[] UNSUPPORTED_CODES = {"PARC-0208", "PARC-0213"};

    private record JdbcStorage(Database database) implements OpenStorage {
        @Override
        public Quarantine quarantine() {
            return new JdbcQuarantine(database, UNSUPPORTED_CODES);
        }

        @Override
        public DocumentStore documents(int maxBytes) {
            return new JdbcDocumentStore(database, maxBytes);
        }

        @Override
        public ActivityStore activity() {
            return new JdbcActivityStore(database);
        }

        @Override
        public UnreadFieldStore unreadFields() {
            return new JdbcUnreadFieldStore(database);
        }

        @Override
        public ReferenceDirectoryStore fhirDirectory() {
            return new JdbcReferenceDirectoryStore(database);
        }

        @Override
        public void overwriteAllDocuments(byte[] bytes) {
            database.write(connection -> {
                try (var statement = connection.prepareStatement("UPDATE document SET bytes = ?")) {
                    statement.setBytes(1, bytes);
                    return statement.executeUpdate();
                }
            });
        }

        @Override
        public void deleteRawBytesOfQuarantine() {
            database.write(connection -> Database.update(connection, "DELETE FROM quarantine_raw"));
        }

        @Override
        public void close() {
            database.close();
        }
    }

    private record MongoStorage(MongoReplicaSetConnection replicaSet) implements OpenStorage {
        @Override
        public Quarantine quarantine() {
            return new MongoQuarantine(replicaSet, UNSUPPORTED_CODES);
        }

        @Override
        public DocumentStore documents(int maxBytes) {
            return new MongoDocumentStore(replicaSet, maxBytes);
        }

        @Override
        public ActivityStore activity() {
            return new MongoActivityStore(replicaSet);
        }

        @Override
        public UnreadFieldStore unreadFields() {
            return new MongoUnreadFieldStore(replicaSet);
        }

        @Override
        public ReferenceDirectoryStore fhirDirectory() {
            return new MongoReferenceDirectoryStore(replicaSet);
        }

        @Override
        public void overwriteAllDocuments(byte[] bytes) {
            replicaSet
                    .database()
                    .getCollection("document_bytes.chunks")
                    .updateMany(new Document(), Updates.set("data", new Binary(bytes)));
        }

        @Override
        public void deleteRawBytesOfQuarantine() {
            replicaSet.database().getCollection("quarantine_raw.files").drop();
            replicaSet.database().getCollection("quarantine_raw.chunks").drop();
        }

        @Override
        public void close() {
            replicaSet.close();
        }
    }
}
