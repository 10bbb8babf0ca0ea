package org.parcours.query.projection;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** With the in-memory server that standalone embeds. */
class InMemoryProjectionTest extends ProjectionContract {

    private static MongoServer server;

    @BeforeAll
    static void open() {
        server = new MongoServer(new MemoryBackend());
    }

    @AfterAll
    static void close() {
        server.shutdownNow();
    }

    @Override
    String address() {
        return server.getLocalAddress() == null ? server.bindAndGetConnectionString() : server.getConnectionString();
    }
}
