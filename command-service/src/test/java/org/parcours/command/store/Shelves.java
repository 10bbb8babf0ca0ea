package org.parcours.command.store;

import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import org.bson.Document;
import org.bson.types.Binary;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.documents.JdbcDocumentStore;
import org.parcours.command.documents.MongoDocumentStore;
import org.parcours.command.monitoring.ActivityStore;
import org.parcours.command.monitoring.JdbcActivityStore;
import org.parcours.command.monitoring.MongoActivityStore;
import org.parcours.command.quarantine.JdbcQuarantine;
import org.parcours.command.quarantine.MongoQuarantine;
import org.parcours.command.quarantine.Quarantine;

/** What stands beside the log, in every store that the log may be in. */
public enum Shelves {
    SQLITE {
        @Override
        public Opened open(Path directory) {
            return new InDatabase(Stores.SQLITE.open(directory));
        }
    },
    POSTGRESQL {
        @Override
        public Opened open(Path directory) {
            return new InDatabase(Stores.POSTGRESQL.open(directory));
        }
    },
    MONGODB_WIRE {
        @Override
        public Opened open(Path directory) {
            return new InReplicaSet(WireMongo.open(WireMongo.newDatabase()));
        }
    };

    public abstract Opened open(Path directory);

    /** Each call opens anew what is there. */
    public interface Opened extends AutoCloseable {
        Quarantine quarantine();

        DocumentStore documents(int maxBytes);

        ActivityStore activity();

        /** What somebody does who may write to the database. */
        void overwriteEveryDocument(byte[] bytes);

        @Override
        void close();
    }

    private static final String UNMAPPED = "PARC-0208";

    private record InDatabase(Database database) implements Opened {
        @Override
        public Quarantine quarantine() {
            return new JdbcQuarantine(database, UNMAPPED);
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
        public void overwriteEveryDocument(byte[] bytes) {
            database.write(connection -> {
                try (var statement = connection.prepareStatement("UPDATE document SET bytes = ?")) {
                    statement.setBytes(1, bytes);
                    return statement.executeUpdate();
                }
            });
        }

        @Override
        public void close() {
            database.close();
        }
    }

    private record InReplicaSet(ReplicaSet replicaSet) implements Opened {
        @Override
        public Quarantine quarantine() {
            return new MongoQuarantine(replicaSet, UNMAPPED);
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
        public void overwriteEveryDocument(byte[] bytes) {
            replicaSet
                    .database()
                    .getCollection("document_bytes.chunks")
                    .updateMany(new Document(), Updates.set("data", new Binary(bytes)));
        }

        @Override
        public void close() {
            replicaSet.close();
        }
    }
}
