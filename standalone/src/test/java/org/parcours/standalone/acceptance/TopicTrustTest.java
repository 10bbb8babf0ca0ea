package org.parcours.standalone.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.cli.ParcoursCommandLine;
import org.parcours.command.publishing.EventPublisher;
import org.parcours.command.publishing.PublisherHalt;
import org.parcours.standalone.EmbeddedKafka;
import tools.jackson.databind.JsonNode;

/**
 * What query-service shows is what the log has: another log, another topic or another hand stops publisher and views,
 * each with its message, until an operator has acted.
 */
class TopicTrustTest {

    private static final Set<String> LINKS = Set.of("ce_commit", "ce_previous", "ce_chain");

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
    void a_log_restored_ten_events_older_and_continued_stops_publisher_and_views() {
        log.recordAdmissions(10);
        log.publish();
        log.backUp();
        log.recordAdmissions(5);
        log.publish();
        startQueryService("views");
        awaitLive(30);

        log.restore();
        log.recordAdmissions(2);
        try (EventPublisher publisher = log.startPublisher()) {
            awaitHalted(publisher, PublisherHalt.Cause.LOG_IS_OLDER);
            awaitStopped("LOG_IS_OLDER", "up to position 30, the log only up to 24");

            log.recordAdmissions(20);
            awaitHalted(publisher, PublisherHalt.Cause.LOG_DIFFERS);
            assertThat(log.head()).as("the log has outgrown the topic").isGreaterThan(30);
        }
        assertThat(EventTopicReader.positions(kafka.bootstrapServers()))
                .as("nothing was published")
                .isEqualTo(LongStream.rangeClosed(1, 30).boxed().toList());
        assertThat(page("/?lang=fr"))
                .contains(">Mises à jour arrêtées<")
                .contains("le journal a été restauré à un état antérieur");

        stopQueryService();
        startQueryService("views");
        awaitStopped("LOG_IS_OLDER", "");
    }

    @Test
    void a_log_that_has_outgrown_the_topic_with_other_events_stops_publisher_and_views_until_the_reset() {
        log.recordAdmissions(10);
        log.publish();
        log.backUp();
        log.recordAdmissions(5);
        log.publish();
        startQueryService("views");
        awaitLive(30);

        log.restore();
        log.recordAdmissions(20);
        try (EventPublisher publisher = log.startPublisher()) {
            awaitHalted(publisher, PublisherHalt.Cause.LOG_DIFFERS);
            awaitStopped("LOG_DIFFERS", "position 30 of the log is not the one that was published");

            reset();
            log.awaitPublished(publisher);
            EmbeddedParcours.await(() -> publisher.halt().isEmpty(), "the publisher has left its halt");
        }
        awaitStopped("LOG_DIFFERS", "position 30 of the topic is not the one in the views");
        assertThat(details().get("position").asLong()).as("nothing is mixed").isEqualTo(30);

        stopQueryService();
        startQueryService("rebuilt");
        awaitLive(log.head());
    }

    @Test
    void a_topic_deleted_while_both_services_run_stops_both_and_the_reset_lets_them_go_on() throws Exception {
        log.recordAdmissions(10);
        startQueryService("views");
        try (EventPublisher publisher = log.startPublisher()) {
            awaitLive(20);
            deleteTopics("parcours.events");

            awaitHalted(publisher, PublisherHalt.Cause.TOPIC_DELETED);
            // The views see the deletion themselves, or read it of the halted publisher.
            awaitStopped("TOPIC_DELETED", "");

            reset();
            log.recordAdmissions(3);
            log.awaitPublished(publisher);
            awaitLive(26);
        }
    }

    @Test
    void a_topic_deleted_while_both_services_are_stopped_stops_both() throws Exception {
        log.recordAdmissions(10);
        log.publish();
        startQueryService("views");
        awaitLive(20);
        stopQueryService();
        deleteTopics("parcours.events");

        startQueryService("views");
        awaitStopped("TOPIC_DELETED", "does not exist any more");
        try (EventPublisher publisher = log.startPublisher()) {
            awaitHalted(publisher, PublisherHalt.Cause.TOPIC_DELETED);
        }
    }

    @Test
    void a_topic_made_anew_and_empty_stops_both() throws Exception {
        log.recordAdmissions(10);
        log.publish();
        startQueryService("views");
        awaitLive(20);
        deleteTopics("parcours.events");
        createTopic("parcours.events");

        awaitStopped("TOPIC_INCOMPLETE", "is empty");
        try (EventPublisher publisher = log.startPublisher()) {
            awaitHalted(publisher, PublisherHalt.Cause.TOPIC_INCOMPLETE);
        }
    }

    @Test
    void a_topic_published_again_from_the_same_log_goes_on() throws Exception {
        log.recordAdmissions(10);
        log.publish();
        startQueryService("views");
        awaitLive(20);
        deleteTopics("parcours.events", "parcours.progress");
        awaitStopped("TOPIC_DELETED", "");

        log.recordAdmissions(5);
        log.publish();
        awaitLive(30);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_record_of_another_program_stops_the_views_and_the_publisher(boolean withCopiedHashes) {
        log.recordAdmissions(10);
        startQueryService("views");
        try (EventPublisher publisher = log.startPublisher()) {
            awaitLive(20);
            produce(forged(withCopiedHashes));

            awaitHalted(publisher, PublisherHalt.Cause.FOREIGN_RECORD);
            awaitStopped("FOREIGN_RECORD", "another program");
            assertThat(page("/?lang=en")).contains("another program has written to the queue of events");
        }
    }

    @Test
    void a_forged_record_between_two_of_the_publisher_stops_the_views() {
        log.recordAdmissions(10);
        log.publish();
        produce(forged(true));
        startQueryService("views");
        awaitLive(21);
        produce(genuineAfter());

        awaitStopped("FOREIGN_RECORD", "does not continue the one before");
        assertThat(details().get("position").asLong()).isEqualTo(21);
    }

    @Test
    void a_topic_of_an_older_version_without_hashes_goes_on_and_is_checked_from_then_on() throws Exception {
        log.recordAdmissions(10);
        log.publish();
        List<ConsumerRecord<String, String>> records = EventTopicReader.records(kafka.bootstrapServers());
        deleteTopics("parcours.events", "parcours.progress");
        createTopic("parcours.events");
        createTopic("parcours.progress");
        records.forEach(record -> produce(copy(record, LINKS, Map.of())));
        produce(new ProducerRecord<>("parcours.progress", 0, "position", "20"));
        startQueryService("views");
        awaitLive(20);

        try (EventPublisher publisher = log.startPublisher()) {
            log.recordAdmissions(5);
            log.awaitPublished(publisher);
            awaitLive(30);
            produce(forged(false));
            awaitStopped("FOREIGN_RECORD", "");
        }
    }

    @Test
    void each_of_several_query_services_stops_and_stays_so() throws Exception {
        log.recordAdmissions(10);
        log.publish();
        startQueryService("views");
        awaitLive(20);
        EmbeddedQueryService first = service();
        try {
            startQueryService("views");
            awaitLive(20);
            produce(forged(false));

            awaitStopped("FOREIGN_RECORD", "");
            first.awaitStopped("FOREIGN_RECORD", "");
            // For as long as three attempts to go on.
            for (int i = 0; i < 30; i++) {
                for (EmbeddedQueryService service : List.of(first, service())) {
                    assertThat(service.projection().at("/details/cause").asString())
                            .as("check %d", i)
                            .isEqualTo("FOREIGN_RECORD");
                }
                Thread.sleep(50);
            }
        } finally {
            first.close();
        }
    }

    @Test
    void a_projection_that_waits_for_its_store_is_not_up_to_date() throws Exception {
        log.recordAdmissions(10);
        log.publish();
        startQueryService("views", "--parcours.projection.max-silence=2s", "--parcours.projection.notable-lag=1s");
        awaitLive(20);

        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("views.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            EmbeddedParcours.await(
                    () -> details().path("waitingFor").asString("").contains("no sign of life"),
                    "the watchdog notices it");
            EmbeddedParcours.await(() -> page("/?lang=en").contains("behind<"), "the pages say it");
            assertThat(page("/actuator/prometheus")).containsPattern("parcours_projection_lag_seconds [1-9]");
            statement.execute("ROLLBACK");
        }
        awaitLive(20);
    }

    /** With the next position, as a program would write it that knows nothing of hashes, or copies what it finds. */
    private ProducerRecord<String, String> forged(boolean withCopiedHashes) {
        ConsumerRecord<String, String> last =
                EventTopicReader.records(kafka.bootstrapServers()).getLast();
        long next = Long.parseLong(EventTopicReader.header(last, "ce_position")) + 1;
        if (!withCopiedHashes) {
            return copy(last, LINKS, Map.of("ce_position", Long.toString(next)));
        }
        return copy(
                last,
                Set.of(),
                Map.of(
                        "ce_position",
                        Long.toString(next),
                        "ce_previous",
                        EventTopicReader.header(last, "ce_chain"),
                        "ce_chain",
                        "f".repeat(64)));
    }

    /** What the publisher would have written in place of the forged record at the end of the topic. */
    private ProducerRecord<String, String> genuineAfter() {
        ConsumerRecord<String, String> forged =
                EventTopicReader.records(kafka.bootstrapServers()).getLast();
        return copy(forged, Set.of(), Map.of("ce_chain", "a".repeat(64)));
    }

    private static ProducerRecord<String, String> copy(
            ConsumerRecord<String, String> record, Set<String> without, Map<String, String> changed) {
        ProducerRecord<String, String> copy = new ProducerRecord<>("parcours.events", 0, record.key(), record.value());
        record.headers().forEach(header -> {
            if (!without.contains(header.key())) {
                String value = changed.getOrDefault(header.key(), new String(header.value(), UTF_8));
                copy.headers().add(header.key(), value.getBytes(UTF_8));
            }
        });
        return copy;
    }

    private Properties connection() {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        return properties;
    }

    private void produce(ProducerRecord<String, String> record) {
        try (var producer = new KafkaProducer<>(connection(), new StringSerializer(), new StringSerializer())) {
            producer.send(record);
        }
    }

    private void deleteTopics(String... topics) throws Exception {
        try (Admin admin = Admin.create(connection())) {
            admin.deleteTopics(List.of(topics)).all().get();
        }
    }

    private void createTopic(String topic) throws Exception {
        try (Admin admin = Admin.create(connection())) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    private void reset() {
        String printed = ParcoursCommandLine.run(
                0,
                "publisher",
                "reset",
                "--from-log",
                "--yes",
                "--parcours.log.url=" + log.url(),
                "--parcours.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--parcours.publish.takeover-delay=500ms");
        assertThat(printed).contains("PUBLISHED");
    }

    private void startQueryService(String views, String... settings) {
        query = EmbeddedQueryService.start(
                "jdbc:sqlite:" + folder.resolve(views + ".db"), kafka.bootstrapServers(), settings);
    }

    private void stopQueryService() {
        if (query != null) {
            query.close();
            query = null;
        }
    }

    private static void awaitHalted(EventPublisher publisher, PublisherHalt.Cause cause) {
        EmbeddedParcours.await(
                () -> publisher.halt().filter(halt -> halt.cause() == cause).isPresent(),
                "the publisher halts: " + cause);
        assertThat(publisher.state()).isEqualTo(EventPublisher.PublisherState.HALTED);
    }

    private void awaitLive(long position) {
        service().awaitLive(position);
    }

    private void awaitStopped(String cause, String message) {
        service().awaitStopped(cause, message);
    }

    private JsonNode details() {
        return service().projection().path("details");
    }

    private String page(String path) {
        return service().page(path);
    }

    private EmbeddedQueryService service() {
        return Objects.requireNonNull(query);
    }
}
