package org.parcours.query.store.mongo;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import org.junit.jupiter.api.AfterEach;

/** The driver's side, against a server in memory: it has no transactions, no snapshots and no secondary indexes. */
class InMemoryMongoViewStoreTest extends MongoViewStoreContract {

    private final MongoServer server = new MongoServer(new MemoryBackend());

    @Override
    protected String newDatabase() {
        server.bind();
        return server.getConnectionString() + "/views";
    }

    @Override
    protected boolean hasSnapshots() {
        return false;
    }

    /** Of two updates at the same time, both may match what only one should. MongoDB's own are atomic. */
    @Override
    protected boolean updatesAtomically() {
        return false;
    }

    /** It compares texts as Java does, by UTF-16. */
    @Override
    protected boolean sortsAllTextsByBytes() {
        return false;
    }

    @AfterEach
    void stop() {
        server.shutdownNow();
    }
}
