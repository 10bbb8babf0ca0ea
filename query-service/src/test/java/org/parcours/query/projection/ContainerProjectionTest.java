package org.parcours.query.projection;

import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.mongodb.MongoDBContainer;

/** On the MongoDB of docker-compose.yml, a replica set; skipped, saying so, where there is no Docker. */
@Testcontainers(disabledWithoutDocker = true)
class ContainerProjectionTest extends ProjectionContract {

    @Container
    private static final MongoDBContainer MONGODB = new MongoDBContainer("mongo:8.0").withReplicaSet();

    @Override
    String address() {
        return MONGODB.getConnectionString();
    }
}
