package org.parcours.query.projection;

import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.mongodb.MongoDBContainer;

/** With the MongoDB version of docker-compose.yml, as a replica set; skipped with a message without Docker. */
@Testcontainers(disabledWithoutDocker = true)
class ContainerProjectionTest extends ProjectionContract {

    @Container
    private static final MongoDBContainer MONGODB = new MongoDBContainer("mongo:8.0").withReplicaSet();

    @Override
    String address() {
        return MONGODB.getConnectionString();
    }
}
