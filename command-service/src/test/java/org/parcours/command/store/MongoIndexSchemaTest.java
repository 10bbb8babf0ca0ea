package org.parcours.command.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.util.ArrayList;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class MongoIndexSchemaTest {

    @Test
    void a_new_database_gets_every_index_and_can_be_opened_again() {
        var url = InMemoryMongo.newDatabase();
        InMemoryMongo.open(url).close();

        assertThatCode(() -> InMemoryMongo.open(url).close()).doesNotThrowAnyException();
        try (var replicaSet = InMemoryMongo.open(url)) {
            assertThat(replicaSet
                            .database()
                            .getCollection(MongoIndexSchema.COMMITS)
                            .listIndexes()
                            .into(new ArrayList<>()))
                    .extracting(index -> index.getString("name"))
                    .contains("first_position", "commit_id", "tag");
        }
    }

    @Test
    void a_non_unique_index_that_must_be_unique_stops_the_start_and_is_named() {
        var url = newDatabaseWith(MongoIndexSchema.COMMITS, "commit_id", "commit", false);

        assertThatThrownBy(() -> InMemoryMongo.open(url))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("commit_id")
                .hasMessageContaining("log_commit")
                .hasMessageContaining("Drop it");
    }

    @Test
    void an_index_on_other_fields_stops_the_start_and_is_named() {
        var url = newDatabaseWith(MongoIndexSchema.ACTIVITY, "size_1_startedAt_1", "somethingElse", false);

        assertThatThrownBy(() -> InMemoryMongo.open(url))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("size_1_startedAt_1");
    }

    private static String newDatabaseWith(String collection, String index, String field, boolean unique) {
        var url = InMemoryMongo.newDatabase();
        try (var client = MongoClients.create(url)) {
            var database = client.getDatabase(new ConnectionString(url).getDatabase());
            database.getCollection(collection).insertOne(new Document("_id", 1));
            database.getCollection(collection)
                    .createIndex(
                            Indexes.ascending(field),
                            new IndexOptions().name(index).unique(unique));
        }
        return url;
    }
}
