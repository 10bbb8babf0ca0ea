package org.parcours.command.eventlog.mongo;

import java.util.concurrent.atomic.AtomicInteger;
import org.parcours.command.eventlog.CommitLogContract;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.mongodb.MongoDBContainer;

/** The MongoDB of docker-compose.yml, a replica set of one; skipped, saying so, where there is no Docker. */
@Testcontainers(disabledWithoutDocker = true)
class MongoContainerCommitLogTest extends CommitLogContract {

    @Container
    private static final MongoDBContainer MONGO = new MongoDBContainer("mongo:8.0").withReplicaSet();

    private static final AtomicInteger DATABASES = new AtomicInteger();

    @Override
    protected String newStoreUrl() {
        // The member names itself by the container's name, which is unknown outside of it: so no discovery.
        return MONGO.getReplicaSetUrl("log" + DATABASES.incrementAndGet());
    }
}
