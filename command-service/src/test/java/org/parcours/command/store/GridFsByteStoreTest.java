package org.parcours.command.store;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.gridfs.GridFSBuckets;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.bson.BsonString;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process may be killed, or lose the database, between any two of the documents that GridFS writes for one file. */
class GridFsByteStoreTest {

    private static final String NAME = "name";
    /** Three chunks. */
    private static final byte[] BYTES = new byte[600_000];

    static {
        new Random(1).nextBytes(BYTES);
    }

    private final MongoReplicaSetConnection replicaSet = InMemoryMongo.open(InMemoryMongo.newDatabase());
    private final GridFsByteStore store = new GridFsByteStore(replicaSet, "bytes");

    @AfterEach
    void close() {
        replicaSet.close();
    }

    @Test
    void bytes_whose_upload_broke_off_after_the_first_chunk_are_stored_when_they_are_put_again() {
        uploadWithoutEnd(300_000);

        store.put(NAME, BYTES);

        assertThat(store.get(NAME)).hasValue(BYTES);
    }

    @Test
    void bytes_whose_upload_broke_off_before_the_entry_of_the_file_are_stored_when_they_are_put_again() {
        store.put(NAME, BYTES);
        replicaSet.database().getCollection("bytes.files").deleteOne(eq("_id", NAME));

        store.put(NAME, BYTES);

        assertThat(store.get(NAME)).hasValue(BYTES);
    }

    @Test
    void chunks_that_are_missing_of_a_stored_file_are_completed() {
        store.put(NAME, BYTES);
        replicaSet.database().getCollection("bytes.chunks").deleteMany(gte("n", 1));

        store.put(NAME, BYTES);

        assertThat(store.get(NAME)).hasValue(BYTES);
    }

    @Test
    void a_chunk_that_another_upload_left_incomplete_is_replaced() {
        replicaSet
                .database()
                .getCollection("bytes.chunks")
                .insertOne(new Document("files_id", NAME).append("n", 0).append("data", new byte[] {1}));

        store.put(NAME, BYTES);

        assertThat(store.get(NAME)).hasValue(BYTES);
    }

    @Test
    void bytes_that_many_threads_put_at_the_same_time_are_stored_once() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var puts = IntStream.range(0, 20)
                    .mapToObj(_ -> threads.submit(() -> store.put(NAME, BYTES)))
                    .toList();
            for (var put : puts) {
                put.get();
            }
        }

        assertThat(store.get(NAME)).hasValue(BYTES);
        assertThat(replicaSet.database().getCollection("bytes.chunks").countDocuments())
                .isEqualTo(3);
        assertThat(replicaSet.database().getCollection("bytes.files").countDocuments())
                .isEqualTo(1);
    }

    @Test
    void no_bytes_are_stored_too() {
        store.put(NAME, new byte[0]);
        store.put(NAME, new byte[0]);

        assertThat(store.get(NAME)).hasValue(new byte[0]);
    }

    private void uploadWithoutEnd(int length) {
        var upload = GridFSBuckets.create(replicaSet.database(), "bytes").openUploadStream(new BsonString(NAME), NAME);
        upload.write(BYTES, 0, length);
    }
}
