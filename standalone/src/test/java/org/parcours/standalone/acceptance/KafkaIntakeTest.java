package org.parcours.standalone.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.axon.AxonMessageRecorder;
import org.parcours.command.axon.RecordCommandSettings;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.feeds.kafka.InboundConsumer;
import org.parcours.command.feeds.kafka.InboundProperties;
import org.parcours.command.intake.cloudevents.CloudEventLimitProperties;
import org.parcours.command.intake.cloudevents.CloudEventParser;
import org.parcours.command.processing.Outcome;
import org.parcours.command.processing.ParsedMessageRecorder;
import org.parcours.command.processing.TestPipeline;
import org.parcours.command.quarantine.JdbcQuarantine;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.command.quarantine.QuarantineFilter;
import org.parcours.command.quarantine.QuarantinedMessage;
import org.parcours.command.store.Database;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.codec.EventCodec;
import org.parcours.standalone.EmbeddedKafka;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Facts received from Kafka, with a real broker; each test has its own topic. */
class KafkaIntakeTest {

    private static final AtomicInteger TOPICS = new AtomicInteger();

    private static EmbeddedKafka kafka;

    private final String topic = "parcours.inbound." + TOPICS.incrementAndGet();
    private final EventCodec codec = new EventCodec();

    @TempDir
    private Path folder;

    private final FakeDocumentStore documents = new FakeDocumentStore();
    private Database database;
    private CommitLog log;
    private AxonMessageRecorder recorder;
    private Quarantine quarantine;
    private KafkaProducer<String, String> producer;

    @BeforeAll
    static void startBroker(@TempDir Path brokerFolder) {
        kafka = EmbeddedKafka.start(brokerFolder);
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @BeforeEach
    void start() {
        database = Database.open("jdbc:sqlite:" + folder.resolve("parcours.db"));
        log = CommitLogFactory.open(database, EventLogSettings.defaults(), Clock.systemUTC());
        recorder = AxonMessageRecorder.start(log, codec, RecordCommandSettings.DEFAULT);
        quarantine = new JdbcQuarantine(database, "PARC-0208");
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer());
    }

    @AfterEach
    void stop() {
        producer.close();
        recorder.close();
        log.close();
        database.close();
    }

    @Test
    void a_cloudevent_is_recorded_in_structured_mode_and_in_binary_mode() {
        try (InboundConsumer _ = startConsumer(recorder)) {
            send("p1", structured("E1", "1"), Map.of("content-type", "application/cloudevents+json; charset=UTF-8"));
            send(
                    "p1",
                    data("2"),
                    Map.of(
                            "ce_specversion", "1.0",
                            "ce_id", "E2",
                            "ce_source", "KINE",
                            "ce_type", "org.parcours.StepRecorded.v1",
                            "content-type", "application/json"));
            awaitSteps(2);
        }

        assertThat(recordedEvents()).allSatisfy(event -> {
            assertThat(event.reporter().feed()).isEqualTo("kafka");
            assertThat(event.reporter().application()).isEqualTo("KINE");
            assertThat(new String(documents.bytes(event.reporter().raw().orElseThrow()), UTF_8))
                    .contains("\"source\":", "KINE", event.reporter().messageId());
        });
        assertThat(stepNumbers()).containsExactly("1", "2");
    }

    @Test
    void a_message_received_twice_is_recorded_once() {
        try (InboundConsumer consumer = startConsumer(recorder)) {
            send("p1", structured("E1", "1"), Map.of());
            send("p1", structured("E1", "1"), Map.of());
            EmbeddedParcours.await(() -> consumer.count(Outcome.Kind.DUPLICATE) == 1, "the second is a duplicate");
        }

        assertThat(stepNumbers()).containsExactly("1");
    }

    @Test
    void a_rejected_record_is_quarantined_with_its_offset_and_does_not_block_the_next_records() {
        RecordMetadata malformed;
        try (InboundConsumer _ = startConsumer(recorder)) {
            malformed = send("p1", "no JSON at all", Map.of());
            send("p1", null, Map.of());
            send("p1", "{}", Map.of("ce_id", "E0", "ce_source", "KINE", "ce_type", "org.parcours.Unknown.v1"));
            send("p1", structured("E1", "1"), Map.of());
            awaitSteps(1);
        }

        List<QuarantinedMessage> quarantined =
                quarantine.newestFirst(QuarantineFilter.ALL, 10, java.util.Optional.empty()).stream()
                        .map(message -> quarantine.get(message.id()).orElseThrow())
                        .toList();
        assertThat(quarantined).hasSize(3).allSatisfy(message -> assertThat(message.feed())
                .isEqualTo("kafka"));
        assertThat(quarantined.getLast().raw()).isEqualTo("no JSON at all".getBytes(UTF_8));
        assertThat(quarantined.getLast().reason())
                .endsWith("(topic %s, partition %d, offset %d)"
                        .formatted(topic, malformed.partition(), malformed.offset()));
        assertThat(quarantined.getFirst().sender()).isEqualTo("KINE");
        assertThat(new String(quarantined.getFirst().raw(), UTF_8)).contains("\"id\":\"E0\"", "\"data\":{}");
    }

    @Test
    void after_a_stop_the_consumer_resumes_and_every_fact_is_recorded_once_in_the_order_of_its_key() {
        int each = 60;
        List<String> patients = List.of("p1", "p2", "p3", "p4");
        for (int i = 0; i < each; i++) {
            for (String patient : patients) {
                send(patient, structured(patient + "-" + i, patient + "-" + i), Map.of());
            }
        }
        try (InboundConsumer _ = startConsumer(recorder)) {
            EmbeddedParcours.await(() -> stepNumbers().size() > 20, "some steps are recorded");
        }
        int recordedBeforeStop = stepNumbers().size();
        assertThat(recordedBeforeStop).as("stopped before the end").isLessThan(each * patients.size());
        try (InboundConsumer _ = startConsumer(recorder)) {
            awaitSteps(each * patients.size());
        }

        List<String> steps = stepNumbers();
        assertThat(steps).doesNotHaveDuplicates();
        for (String patient : patients) {
            assertThat(steps.stream().filter(number -> number.startsWith(patient)))
                    .containsExactlyElementsOf(IntStream.range(0, each)
                            .mapToObj(i -> patient + "-" + i)
                            .toList());
        }
    }

    @Test
    void while_the_log_is_unavailable_records_wait_and_none_is_lost() {
        AtomicBoolean unavailable = new AtomicBoolean(true);
        ParsedMessageRecorder switchableRecorder =
                message -> unavailable.get() ? new Outcome.Unavailable("unavailable") : recorder.record(message);
        try (InboundConsumer consumer = startConsumer(switchableRecorder)) {
            for (int i = 0; i < 10; i++) {
                send("p" + i, structured("E" + i, "" + i), Map.of());
            }
            EmbeddedParcours.await(() -> consumer.state() == InboundConsumer.State.WAITING, "the consumer waits");
        }
        assertThat(recordedEvents()).isEmpty();
        try (InboundConsumer consumer = startConsumer(switchableRecorder)) {
            EmbeddedParcours.await(
                    () -> consumer.state() == InboundConsumer.State.WAITING, "the restarted consumer waits");
            unavailable.set(false);
            awaitSteps(10);
        }

        assertThat(quarantine.newestFirst(QuarantineFilter.ALL, 10, java.util.Optional.empty()))
                .isEmpty();
    }

    @Test
    void a_record_whose_processing_dies_is_read_again_and_not_skipped() {
        AtomicInteger calls = new AtomicInteger();
        ParsedMessageRecorder dyingRecorder = message -> {
            if (calls.incrementAndGet() == 2) {
                throw new OutOfMemoryError("as thrown while one message is recorded");
            }
            return recorder.record(message);
        };
        try (InboundConsumer _ = startConsumer(dyingRecorder)) {
            for (int i = 0; i < 20; i++) {
                send("p1", structured("E" + i, "p1-" + i), Map.of());
            }
            awaitSteps(20);
        }

        assertThat(stepNumbers())
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).mapToObj(i -> "p1-" + i).toList());
    }

    @Test
    void a_second_instance_takes_over_from_one_that_stops_and_no_fact_is_recorded_twice() {
        try (InboundConsumer first = startConsumer(recorder)) {
            EmbeddedParcours.await(
                    () -> first.state() == InboundConsumer.State.CONSUMING, "the first instance consumes");
            try (InboundConsumer _ = startConsumer(recorder)) {
                for (int i = 0; i < 100; i++) {
                    send("p" + i % 7, structured("E" + i, "" + i), Map.of());
                }
                first.close();
                awaitSteps(100);
            }
        }

        assertThat(stepNumbers()).doesNotHaveDuplicates();
    }

    private InboundConsumer startConsumer(ParsedMessageRecorder recorder) {
        CloudEventLimitProperties limits = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("parcours.http", CloudEventLimitProperties.class);
        CloudEventParser parser = new CloudEventParser(
                codec, StepCatalogue.standard(), limits, Clock.systemUTC(), InboundConsumer.FEED, documents);
        InboundProperties properties =
                new InboundProperties(true, topic, topic, 3, (short) 1, 40, Duration.ofMillis(100), Map.of());
        InboundConsumer consumer = new InboundConsumer(
                TestPipeline.processor(recorder, quarantine), parser, kafka.bootstrapServers(), properties);
        consumer.start();
        return consumer;
    }

    private RecordMetadata send(String key, @Nullable String value, Map<String, String> headers) {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, key, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
        try {
            return producer.send(record).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String structured(String id, String step) {
        return """
                {"specversion": "1.0", "id": "%s", "source": "KINE", "type": "org.parcours.StepRecorded.v1", "data": %s}""".formatted(id, data(step));
    }

    private static String data(String step) {
        return """
                {"patient": {"identifiers": [{"system": "urn:oid:2.999.10.1", "value": "%s"}]},
                 "occurredAt": "2026-03-01T09:30:00+01:00", "kind": "physiotherapy", "status": "DONE",
                 "step": {"system": "KINE", "value": "%s"}}""".formatted(step.split("-")[0], step);
    }

    private void awaitSteps(int count) {
        EmbeddedParcours.await(() -> stepNumbers().size() >= count, count + " steps are recorded");
    }

    private List<String> stepNumbers() {
        List<String> numbers = new ArrayList<>();
        for (Envelope envelope : recordedEvents()) {
            Event event = envelope.event();
            if (event instanceof StepRecorded step) {
                numbers.add(step.step().value());
            }
        }
        return numbers;
    }

    private List<Envelope> recordedEvents() {
        return log.read(Criteria.matchAll(), 0, 5000).stream()
                .map(event -> codec.decodeFromLog(event.bytes(), event.position(), event.recordedAt()))
                .toList();
    }
}
