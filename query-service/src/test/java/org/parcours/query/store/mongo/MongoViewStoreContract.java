package org.parcours.query.store.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.DocumentChange;
import org.parcours.query.store.ViewStore;
import org.parcours.query.store.ViewStoreContract;

abstract class MongoViewStoreContract extends ViewStoreContract {

    @Override
    protected ViewStore open(String address, List<CollectionDefinition> collections) {
        return MongoViewStore.open(address, collections);
    }

    /** Those of documents: the numbers and the journal are the adapter's own. */
    @Override
    protected List<String> tables(String address) {
        try (var client = MongoClients.create(address)) {
            var database = Objects.requireNonNull(new ConnectionString(address).getDatabase());
            return client.getDatabase(database).listCollectionNames().into(new ArrayList<>()).stream()
                    .filter(name -> !name.equals("view_numbers"))
                    .toList();
        }
    }

    /** MongoDB's documents hold 16 MiB; only the content is divided. */
    @Override
    protected DocumentChange rejectedChange() {
        return DocumentChange.insert(THINGS, thing("rejected", Map.of("kind", "x".repeat(18 << 20))));
    }
}
