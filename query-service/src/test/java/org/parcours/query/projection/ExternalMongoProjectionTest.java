package org.parcours.query.projection;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** On a MongoDB that somebody has: {@code PARCOURS_TEST_MONGODB=mongodb://localhost:27017 mvn verify}. */
@EnabledIfEnvironmentVariable(
        named = "PARCOURS_TEST_MONGODB",
        matches = "mongodb://.+",
        disabledReason = "PARCOURS_TEST_MONGODB names no MongoDB to test on")
class ExternalMongoProjectionTest extends ProjectionContract {

    @Override
    String address() {
        return System.getenv("PARCOURS_TEST_MONGODB");
    }
}
