package org.parcours.query.store.mongo;

import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.mongodb.MongoDBContainer;

/** The MongoDB of docker-compose.yml, a replica set of one member; skipped without Docker. */
@Testcontainers(disabledWithoutDocker = true)
class MongoContainerViewStoreTest extends MongoViewStoreContract {

    @Container
    private static final MongoDBContainer MONGO = new MongoDBContainer("mongo:8.0.13").withReplicaSet();

    private static final AtomicInteger DATABASES = new AtomicInteger();

    @Override
    protected String newDatabase() {
        return MONGO.getReplicaSetUrl("views" + DATABASES.incrementAndGet());
    }
}
