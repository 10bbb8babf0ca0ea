package org.parcours.command.store;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An in-memory server with MongoDB's wire protocol: the real driver, real bytes and unique keys; but no replica set, no
 * secondary indexes and no sessions. One server per JVM, one new database per test.
 */
public final class InMemoryMongo {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static Optional<MongoServer> shared = Optional.empty();

    private InMemoryMongo() {}

    public static synchronized String newDatabase() {
        if (shared.isEmpty()) {
            var server = new MongoServer(new MemoryBackend());
            server.bind();
            shared = Optional.of(server);
        }
        return shared.get().getConnectionString() + "/test" + DATABASES.incrementAndGet();
    }

    /** The server is no replica set, so this skips the checks of {@link MongoReplicaSetConnection#open}. */
    public static MongoReplicaSetConnection open(String url) {
        var client = MongoClients.create(url);
        var database = client.getDatabase(new ConnectionString(url).getDatabase());
        MongoIndexSchema.ensureIndexes(database);
        return new MongoReplicaSetConnection(client, database);
    }
}
