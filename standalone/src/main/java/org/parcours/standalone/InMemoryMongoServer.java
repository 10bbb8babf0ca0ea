package org.parcours.standalone;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.net.InetSocketAddress;

/**
 * An in-memory server with MongoDB's protocol, for the views, which are rebuilt from Kafka at each start. It listens on
 * the loopback interface only.
 */
public final class InMemoryMongoServer implements AutoCloseable {

    private final MongoServer server;
    private final InetSocketAddress address;

    private InMemoryMongoServer(MongoServer server, InetSocketAddress address) {
        this.server = server;
        this.address = address;
    }

    public static InMemoryMongoServer start() {
        MongoServer server = new MongoServer(new MemoryBackend());
        server.bind("127.0.0.1", 0);
        return new InMemoryMongoServer(server, server.getLocalAddress());
    }

    public String uri() {
        return "mongodb://127.0.0.1:" + address.getPort() + "/parcours";
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
