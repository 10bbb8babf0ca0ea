package org.parcours.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.store.LocalPostgres;
import org.parcours.events.Envelope;
import org.parcours.query.EventLogBuilder;
import org.parcours.query.RandomEventLog;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewStore;
import org.parcours.query.store.jdbc.JdbcViewStore;
import org.parcours.query.store.mongo.MongoViewStore;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.web.UnknownPatientException;

/** The projection and the pages, on the collections of the product. */
class SameViewsInEachStoreTest {

    @TempDir
    Path folder;

    private TestViews sqlite;

    @BeforeEach
    void open() {
        sqlite = TestViews.inFile(folder);
    }

    @AfterEach
    void close() {
        sqlite.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void mongodb_has_the_same_views_as_sqlite(long seed) {
        var server = new MongoServer(new MemoryBackend());
        server.bind();
        try {
            assertSameViews(seed, MongoViewStore.open(server.getConnectionString() + "/views", ViewCollections.ALL));
        } finally {
            server.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void postgresql_has_the_same_views_as_sqlite(long seed) {
        assertSameViews(seed, JdbcViewStore.open(LocalPostgres.shared().newDatabase(), ViewCollections.ALL));
    }

    private void assertSameViews(long seed, ViewStore store) {
        try (var other = new TestViews(store)) {
            List<Envelope> log = RandomEventLog.create(seed, 80);
            var random = new Random(seed);
            for (int from = 0; from < log.size(); ) {
                int to = Math.min(log.size(), from + 1 + random.nextInt(20));
                sqlite.apply(log.subList(from, to));
                other.apply(log.subList(from, to));
                from = to;
            }
            Map<String, StoredDocument> expected = sqlite.everything();
            assertThat(expected).hasSizeGreaterThan(log.size());
            assertThat(other.everything()).isEqualTo(expected);
            for (int patient = 0; patient < 4; patient++) {
                assertThat(shown(other, patient)).isEqualTo(shown(sqlite, patient));
            }
        }
    }

    private static Object shown(TestViews views, int patient) {
        try {
            return views.shown(EventLogBuilder.patient(patient)).entriesAsJson();
        } catch (UnknownPatientException _) {
            return "unknown";
        }
    }
}
