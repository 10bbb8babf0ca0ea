package org.parcours.query.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.client.model.Filters;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.DocumentChange;
import org.parcours.query.store.KeyDefinition;
import org.parcours.query.store.LeaseLostException;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.store.ViewProgress;
import org.parcours.query.store.ViewQuery;

/** A process that ends in the middle of a batch, on a server without transactions. */
class BatchJournalTest {

    private static final CollectionDefinition THINGS =
            new CollectionDefinition("things", List.of(KeyDefinition.text("name")), List.of(List.of("name")));
    private static final Duration VALIDITY = Duration.ofMinutes(1);

    private final MongoServer server = new MongoServer(new MemoryBackend());
    private MongoViewStore store;
    private MongoViewDatabase database;
    private ViewGeneration views;

    @BeforeEach
    void start() {
        server.bind();
        var address = server.getConnectionString() + "/views";
        store = MongoViewStore.open(address, List.of(THINGS));
        database = new MongoViewDatabase(new ConnectionString(address));
        views = store.create("1");
        var lease = views.acquireLease("ended", VALIDITY).orElseThrow();
        views.write(lease, ViewProgress.NONE, List.of(DocumentChange.insert(THINGS, thing("gone"))), at(1));
        views.releaseLease(lease);
    }

    @AfterEach
    void stop() {
        database.close();
        store.close();
        server.shutdownNow();
    }

    private static StoredDocument thing(String id) {
        return new StoredDocument(id, Map.of("name", "n" + id), new byte[9 << 10]);
    }

    private static ViewProgress at(long position) {
        return new ViewProgress(position, position, Instant.EPOCH, 0, "");
    }

    private List<String> ids() {
        return views.read(reader -> reader.find(ViewQuery.of(THINGS)).stream()
                .map(StoredDocument::id)
                .toList());
    }

    /** As {@link ViewGeneration#write} does, but ends after the commit. */
    private void commitOnly(long position, long newPosition) {
        var changes = new ArrayList<DocumentChange>();
        IntStream.range(0, 450).forEach(n -> changes.add(DocumentChange.insert(THINGS, thing("%03d".formatted(n)))));
        changes.add(new DocumentChange(THINGS, Optional.of(thing("gone")), Optional.empty()));
        new BatchJournal(database, views.number())
                .commit(
                        Filters.and(Filters.eq("_id", views.number()), Filters.eq("progress.position", position)),
                        MongoViewGeneration.document(at(newPosition)),
                        GenerationCollections.writes(views.number(), changes),
                        () -> new LeaseLostException("lost"));
    }

    private List<String> completed() {
        return IntStream.range(0, 450).mapToObj("%03d"::formatted).toList();
    }

    @Test
    void a_committed_batch_is_completed_by_the_next_holder_of_the_lease() {
        commitOnly(1, 2);
        assertThat(ids()).containsExactly("gone");
        assertThat(views.progress().position()).isEqualTo(1);

        assertThat(views.acquireLease("next", VALIDITY)).isPresent();

        assertThat(ids()).containsExactlyElementsOf(completed());
        assertThat(views.progress().position()).isEqualTo(2);
    }

    @Test
    void a_committed_batch_is_completed_before_the_next_one() {
        var lease = views.acquireLease("next", VALIDITY).orElseThrow();
        commitOnly(1, 2);

        views.write(lease, at(2), List.of(DocumentChange.insert(THINGS, thing("later"))), at(3));

        assertThat(ids()).hasSize(451).contains("later").doesNotContain("gone");
    }

    /** An error after the commit: the holder reads what is stored, and computes the batch again. */
    @Test
    void a_batch_that_was_computed_from_a_part_of_another_one_is_not_written() {
        var lease = views.acquireLease("next", VALIDITY).orElseThrow();
        commitOnly(1, 2);

        assertThatThrownBy(
                        () -> views.write(lease, at(1), List.of(DocumentChange.insert(THINGS, thing("wrong"))), at(2)))
                .isInstanceOf(LeaseLostException.class);

        assertThat(ids()).containsExactlyElementsOf(completed());
        assertThat(views.progress()).isEqualTo(at(2));
    }

    @Test
    void a_batch_that_was_not_committed_is_never_written() {
        assertThatThrownBy(() -> commitOnly(7, 8)).isInstanceOf(LeaseLostException.class);

        var lease = views.acquireLease("next", VALIDITY).orElseThrow();
        views.write(lease, at(1), List.of(DocumentChange.insert(THINGS, thing("later"))), at(2));

        assertThat(ids()).containsExactly("gone", "later");
        assertThat(database.collection("g" + views.number() + "_journal").countDocuments())
                .isZero();
    }
}
