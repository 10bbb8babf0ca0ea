package org.parcours.query.store.jdbc;

import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.DocumentChange;
import org.parcours.query.store.ViewStore;
import org.parcours.query.store.ViewStoreContract;

abstract class JdbcViewStoreContract extends ViewStoreContract {

    @Override
    protected ViewStore open(String address, List<CollectionDefinition> collections) {
        return JdbcViewStore.open(address, collections);
    }

    @Override
    protected List<String> tables(String address) throws Exception {
        try (var connection = DriverManager.getConnection(address);
                var tables = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            List<String> names = new ArrayList<>();
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME"));
            }
            return names;
        }
    }

    /** Of a collection that has no table. */
    @Override
    protected DocumentChange rejectedChange() {
        return DocumentChange.insert(
                new CollectionDefinition("absent", List.of(), List.of()), thing("rejected", Map.of()));
    }
}
