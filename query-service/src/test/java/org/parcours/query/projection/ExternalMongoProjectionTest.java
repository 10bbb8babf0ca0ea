package org.parcours.query.projection;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** With a running MongoDB: {@code PARCOURS_TEST_MONGODB=mongodb://localhost:27017 mvn verify}. */
@EnabledIfEnvironmentVariable(
        named = "PARCOURS_TEST_MONGODB",
        matches = "mongodb://.+",
        disabledReason = "PARCOURS_TEST_MONGODB is not set to the address of a MongoDB")
class ExternalMongoProjectionTest extends ProjectionContract {

    @Override
    String address() {
        return System.getenv("PARCOURS_TEST_MONGODB");
    }
}
