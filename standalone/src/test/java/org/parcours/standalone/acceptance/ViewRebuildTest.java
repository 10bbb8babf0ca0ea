package org.parcours.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.publishing.EventPublisher;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.ViewStoreFactory;
import org.parcours.query.cli.ViewsCommand;
import org.parcours.query.rebuild.ViewRebuild;
import org.parcours.query.store.DocumentChange;
import org.parcours.query.store.Lease;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.store.ViewQuery;
import org.parcours.query.store.ViewStore;
import org.parcours.query.store.ViewStore.GenerationInfo;
import org.parcours.query.store.ViewStoreException;
import org.parcours.query.topic.KafkaConsumerProperties;
import org.parcours.query.views.ViewCollections;
import org.parcours.standalone.EmbeddedKafka;

/** {@code parcours views rebuild} while query-service runs and events are recorded. */
class ViewRebuildTest {

    private record Run(int exitCode, String out, String error) {}

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private PublishedLog log;
    private @Nullable EmbeddedQueryService query;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        log = new PublishedLog(folder.resolve("log.db"), kafka.bootstrapServers());
    }

    @AfterEach
    void stop() {
        stopQueryService();
        log.close();
        kafka.close();
    }

    @Test
    void a_rebuild_becomes_current_while_events_are_recorded_and_the_projection_goes_on_in_it() {
        log.recordAdmissions(40);
        try (EventPublisher publisher = log.startPublisher()) {
            startQueryService();
            awaitLive(80);
            Thread recording = Thread.startVirtualThread(() -> log.recordAdmissions(60));

            Run rebuild = views("rebuild");

            assertThat(rebuild.error()).contains("reading").contains("building").contains("comparing");
            assertThat(rebuild.out()).contains("CURRENT  generation 2").contains("; 0 differences to the former one");
            assertThat(rebuild.exitCode()).isZero();
            join(recording);
            log.recordAdmissions(1);
            log.awaitPublished(publisher);
            EmbeddedParcours.await(
                    () -> generations().stream()
                            .anyMatch(generation -> generation.number() == 2
                                    && generation.current()
                                    && generation.progress().position() == 202),
                    "the projection goes on in the new generation");
            awaitLive(202);
        }
    }

    @Test
    void a_rebuild_with_differences_names_them_and_is_kept_until_somebody_switches() {
        log.recordAdmissions(5);
        log.publish();
        startQueryService();
        awaitLive(10);
        stopQueryService();
        StoredDocument lost = removeAnEntry();
        startQueryService();

        Run rebuild = views("rebuild");

        assertThat(rebuild.exitCode()).isEqualTo(1);
        assertThat(rebuild.out())
                .contains("ADDED   entries " + lost.id() + " event ")
                .contains("KEPT  generation 2, position 10, is not current: 1 differences to the former one.");
        assertThat(page(lost)).doesNotContain("/entries/" + entryId(lost));

        assertThat(views("list").out()).contains("current").contains("complete, not current");
        assertThat(views("switch", "2").out()).contains("CURRENT  generation 2, position 10");
        EmbeddedParcours.await(() -> page(lost).contains("/entries/" + entryId(lost)), "pages show the new generation");
        assertThat(views("delete", "2").error()).contains("Generation 2 is current");
        assertThat(views("delete", "1").out()).contains("DELETED  generation 1");
        assertThat(generations()).extracting(GenerationInfo::number).containsExactly(2L);
    }

    @Test
    void accepted_differences_make_the_new_generation_current() {
        log.recordAdmissions(5);
        log.publish();
        startQueryService();
        awaitLive(10);
        stopQueryService();
        removeAnEntry();

        Run rebuild = views("rebuild", "--accept-differences");

        assertThat(rebuild.exitCode()).isZero();
        assertThat(rebuild.out()).contains("CURRENT  generation 2, position 10; 1 differences to the former one");
    }

    @Test
    void a_topic_that_cannot_be_trusted_leaves_the_current_views_as_they_are() {
        log.recordAdmissions(5);
        log.publish();
        startQueryService();
        awaitLive(10);
        stopQueryService();
        produceForeignRecord();

        Run rebuild = views("rebuild", "--accept-differences");

        assertThat(rebuild.exitCode()).isEqualTo(1);
        assertThat(rebuild.error()).contains("STOPPED FOREIGN_RECORD: The record at offset");
        assertThat(generations()).singleElement().satisfies(generation -> assertThat(generation.current())
                .isTrue());
    }

    @Test
    void views_that_are_behind_the_topic_are_not_compared_and_stay_current() {
        log.recordAdmissions(5);
        log.publish();
        startQueryService();
        awaitLive(10);
        stopQueryService();
        log.recordAdmissions(1);
        log.publish();

        Run rebuild = views("rebuild");

        assertThat(rebuild.exitCode()).isEqualTo(1);
        assertThat(rebuild.out())
                .contains("KEPT  generation 2, position 12, is not current: the former one is behind, at position 10,");
    }

    @Test
    void what_an_interrupted_rebuild_left_is_deleted_by_the_next() {
        log.recordAdmissions(5);
        log.publish();
        startQueryService();
        awaitLive(10);
        try (ViewStore store = store()) {
            store.create(store.generations().getFirst().version());
        }

        assertThat(views("rebuild").exitCode()).isZero();

        assertThat(generations()).extracting(GenerationInfo::number).containsExactly(1L, 3L);
    }

    /** The switch is committed, and the connection breaks before its response. */
    @Test
    void a_failure_after_the_switch_leaves_the_generation_that_readers_use() {
        log.recordAdmissions(5);
        log.publish();
        try (ViewStore store = store()) {
            ViewStore breaking = (ViewStore) Proxy.newProxyInstance(
                    ViewStore.class.getClassLoader(), new Class<?>[] {ViewStore.class}, (_, method, arguments) -> {
                        Object result = method.invoke(store, arguments);
                        if (method.getName().equals("makeCurrent")) {
                            throw new ViewStoreException("The connection was closed");
                        }
                        return result;
                    });
            ViewRebuild rebuild = new ViewRebuild(
                    breaking,
                    "test",
                    ZoneId.of("Europe/Paris"),
                    new EventCodec(),
                    new KafkaConsumerProperties(
                            true,
                            kafka.bootstrapServers(),
                            "parcours.events",
                            "parcours.progress",
                            2000,
                            Duration.ofSeconds(1),
                            Map.of()),
                    (_, _, _) -> {});

            assertThatThrownBy(() -> rebuild.rebuild(false, _ -> {})).hasMessage("The connection was closed");

            assertThat(store.current("test"))
                    .hasValueSatisfying(
                            current -> assertThat(current.progress().position()).isEqualTo(10));
        }
    }

    @Test
    void empty_views_are_built_at_once_when_the_service_starts() {
        log.recordAdmissions(30);
        log.publish();

        startQueryService("--parcours.projection.min-rebuild-events=50");

        awaitLive(60);
        assertThat(generations()).extracting(GenerationInfo::number).containsExactly(2L);
        log.recordAdmissions(1);
        log.publish();
        awaitLive(62);
    }

    @Test
    void empty_views_are_filled_up_to_the_record_that_cannot_be_trusted() {
        log.recordAdmissions(30);
        log.publish();
        produceForeignRecord();

        startQueryService("--parcours.projection.min-rebuild-events=50");

        EmbeddedParcours.await(
                () -> service().projection().at("/details/cause").asString("").equals("FOREIGN_RECORD")
                        && service().projection().at("/details/position").asLong() == 60,
                "the views have all events before the foreign record, and say what stops them");
        assertThat(service().page("/")).contains("/patients/");
    }

    @Test
    void a_wrong_number_and_missing_views_are_named() {
        assertThat(views("rebuild"))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(1))
                .satisfies(run -> assertThat(run.error())
                        .contains("There are no views in ")
                        .contains("--parcours.views.url"));
        startQueryService();
        assertThat(views("switch", "7"))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(2))
                .satisfies(run -> assertThat(run.error()).contains("There is no generation 7."));
    }

    private StoredDocument removeAnEntry() {
        try (ViewStore store = store()) {
            ViewGeneration current =
                    store.current(store.generations().getFirst().version()).orElseThrow();
            StoredDocument entry = current.read(reader ->
                            reader.find(ViewQuery.of(ViewCollections.ENTRIES).limitedTo(1)))
                    .getFirst();
            Lease lease = current.acquireLease("test", Duration.ofSeconds(10)).orElseThrow();
            current.write(
                    lease,
                    current.progress(),
                    List.of(new DocumentChange(ViewCollections.ENTRIES, Optional.of(entry), Optional.empty())),
                    current.progress());
            current.releaseLease(lease);
            return entry;
        }
    }

    private void produceForeignRecord() {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("parcours.events", "{}"));
        }
    }

    private Run views(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--parcours.views.url=" + url());
        all.add("--parcours.kafka.bootstrap-servers=" + kafka.bootstrapServers());
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        int exitCode =
                ViewsCommand.run(new PrintWriter(out, true), new PrintWriter(error, true), all.toArray(String[]::new));
        return new Run(exitCode, out.toString(), error.toString());
    }

    private String url() {
        return "jdbc:sqlite:" + folder.resolve("views.db");
    }

    private ViewStore store() {
        return ViewStoreFactory.open(url());
    }

    private List<GenerationInfo> generations() {
        try (ViewStore store = store()) {
            return store.generations();
        }
    }

    private void startQueryService(String... settings) {
        query = EmbeddedQueryService.start(url(), kafka.bootstrapServers(), settings);
    }

    private void stopQueryService() {
        if (query != null) {
            query.close();
            query = null;
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String entryId(StoredDocument entry) {
        return entry.id().substring(entry.id().indexOf('/') + 1);
    }

    private void awaitLive(long position) {
        service().awaitLive(position);
    }

    private String page(StoredDocument entry) {
        return service().page("/patients/" + entry.text("patient").orElseThrow());
    }

    private EmbeddedQueryService service() {
        return Objects.requireNonNull(query);
    }
}
