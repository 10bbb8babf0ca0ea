package org.parcours.query.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.Condition;
import org.parcours.query.store.DocumentChange;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewQuery;
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

    /** From so many on, the reader looks for the first ones of the order among all documents. */
    @Test
    void a_prefix_that_thousands_of_texts_begin_with_finds_the_first_documents_by_the_order() {
        insert(IntStream.range(0, 6000)
                .mapToObj(number -> thing(
                        "%04d".formatted(number),
                        Map.of("tags", List.of(number % 10 == 0 ? "rare" : "many", "m" + number % 7), "weight", (long)
                                number)))
                .toArray(StoredDocument[]::new));

        assertThat(heaviest(3, new Condition.Prefix("tags", "ma"))).containsExactly("5999", "5998", "5997");
        assertThat(heaviest(2, new Condition.Prefix("tags", "ma"), new Condition.Prefix("tags", "m3")))
                .containsExactly("5995", "5988");
        assertThat(heaviest(2, new Condition.Prefix("tags", "any"))).isEmpty();
        assertThat(heaviest(
                        2,
                        new Condition.AnyOf(
                                List.of(new Condition.Prefix("tags", "ma"), new Condition.IdOneOf(List.of("0000"))))))
                .containsExactly("5999", "5998");
    }

    private List<String> heaviest(int limit, Condition... conditions) {
        return find(ViewQuery.of(THINGS, conditions).descendingBy("weight").limitedTo(limit));
    }
}
