package org.parcours.command.eventlog.mongo;

import java.util.concurrent.atomic.AtomicInteger;
import org.parcours.command.eventlog.CommitLogContract;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.mongodb.MongoDBContainer;

/** The MongoDB of docker-compose.yml, a replica set of one member; skipped without Docker. */
@Testcontainers(disabledWithoutDocker = true)
class MongoContainerCommitLogTest extends CommitLogContract {

    @Container
    private static final MongoDBContainer MONGO = new MongoDBContainer("mongo:8.0").withReplicaSet();

    private static final AtomicInteger DATABASES = new AtomicInteger();

    @Override
    protected String newStoreUrl() {
        // Without discovery: the member's name is the container's, which cannot be resolved outside of it.
        return MONGO.getReplicaSetUrl("log" + DATABASES.incrementAndGet());
    }
}
