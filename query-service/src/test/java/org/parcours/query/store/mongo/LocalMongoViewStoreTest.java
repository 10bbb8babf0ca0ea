package org.parcours.query.store.mongo;

import java.util.Optional;
import java.util.UUID;
import org.parcours.command.store.LocalMongo;

/**
 * A replica set at the address in {@code PARCOURS_TEST_MONGODB} ({@code mongodb://host/?replicaSet=…}), or one that is
 * started with the {@code mongod} on the PATH; skipped without both.
 */
class LocalMongoViewStoreTest extends MongoViewStoreContract {

    @Override
    protected String newDatabase() {
        return Optional.ofNullable(System.getenv("PARCOURS_TEST_MONGODB"))
                .map(address -> address.replaceFirst("(?<=//[^/?]{1,500})/?(?=\\?|$)", "/views-" + UUID.randomUUID()))
                .orElseGet(() -> LocalMongo.shared().newDatabase());
    }
}
