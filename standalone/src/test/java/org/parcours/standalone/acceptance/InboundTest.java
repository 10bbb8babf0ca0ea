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
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.axon.AxonMessageRecorder;
import org.parcours.command.axon.CommandLimits;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.LogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.feeds.kafka.InboundConsumer;
import org.parcours.command.feeds.kafka.InboundProperties;
import org.parcours.command.intake.cloudevents.CloudEventParser;
import org.parcours.command.intake.cloudevents.CloudEventProperties;
import org.parcours.command.processing.MessageRecorder;
import org.parcours.command.processing.Outcome;
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

/** Facts that come in by Kafka, with a real broker. */
class InboundTest {

    private final EventCodec codec = new EventCodec();

    @TempDir
    private Path folder;

    private final FakeDocumentStore documents = new FakeDocumentStore();
    private EmbeddedKafka kafka;
    private Database database;
    private CommitLog log;
    private AxonMessageRecorder intake;
    private Quarantine quarantine;
    private KafkaProducer<String, String> sender;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        database = Database.open("jdbc:sqlite:" + folder.resolve("parcours.db"));
        log = CommitLogFactory.open(database, LogSettings.defaults(), Clock.systemUTC());
        intake = AxonMessageRecorder.start(log, codec, CommandLimits.DEFAULT);
        quarantine = new JdbcQuarantine(database, "PARC-0208");
        sender = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer());
    }

    @AfterEach
    void stop() {
        sender.close();
        intake.close();
        log.close();
        database.close();
        kafka.close();
    }

    @Test
    void a_cloudevent_is_recorded_in_structured_mode_and_in_binary_mode() {
        try (InboundConsumer _ = consuming(intake)) {
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
            steps(2);
        }

        assertThat(recorded()).allSatisfy(event -> {
            assertThat(event.reporter().feed()).isEqualTo("kafka");
            assertThat(event.reporter().application()).isEqualTo("KINE");
            assertThat(new String(documents.bytes(event.reporter().raw().orElseThrow()), UTF_8))
                    .contains("\"source\":", "KINE", event.reporter().messageId());
        });
        assertThat(stepNumbers()).containsExactly("1", "2");
    }

    @Test
    void what_comes_twice_is_recorded_once() {
        try (InboundConsumer inbound = consuming(intake)) {
            send("p1", structured("E1", "1"), Map.of());
            send("p1", structured("E1", "1"), Map.of());
            WholeHospital.until(() -> inbound.count(Outcome.Kind.DUPLICATE) == 1, "the second is known");
        }

        assertThat(stepNumbers()).containsExactly("1");
    }

    @Test
    void what_cannot_be_understood_is_in_quarantine_with_its_place_in_the_topic_and_blocks_nobody() {
        RecordMetadata poison;
        try (InboundConsumer _ = consuming(intake)) {
            poison = send("p1", "no JSON at all", Map.of());
            send("p1", null, Map.of());
            send("p1", "{}", Map.of("ce_id", "E0", "ce_source", "KINE", "ce_type", "org.parcours.Unheard.v1"));
            send("p1", structured("E1", "1"), Map.of());
            steps(1);
        }

        List<QuarantinedMessage> kept = quarantine.newest(QuarantineFilter.ANY, 10, java.util.Optional.empty());
        assertThat(kept).hasSize(3).allSatisfy(message -> assertThat(message.feed())
                .isEqualTo("kafka"));
        assertThat(kept.getLast().raw()).isEqualTo("no JSON at all".getBytes(UTF_8));
        assertThat(kept.getLast().reason())
                .endsWith("(topic parcours.inbound, partition %d, offset %d)"
                        .formatted(poison.partition(), poison.offset()));
        assertThat(kept.getFirst().sender()).isEqualTo("KINE");
        assertThat(new String(kept.getFirst().raw(), UTF_8)).contains("\"id\":\"E0\"", "\"data\":{}");
    }

    @Test
    void one_that_is_stopped_in_the_middle_goes_on_and_every_fact_is_there_once_in_the_order_of_its_key() {
        int each = 60;
        List<String> patients = List.of("p1", "p2", "p3", "p4");
        for (int i = 0; i < each; i++) {
            for (String patient : patients) {
                send(patient, structured(patient + "-" + i, patient + "-" + i), Map.of());
            }
        }
        try (InboundConsumer _ = consuming(intake)) {
            WholeHospital.until(() -> stepNumbers().size() > 20, "some are recorded");
        }
        int before = stepNumbers().size();
        assertThat(before).as("stopped in the middle").isLessThan(each * patients.size());
        try (InboundConsumer _ = consuming(intake)) {
            steps(each * patients.size());
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
    void while_the_log_cannot_be_written_records_wait_and_none_is_lost() {
        AtomicBoolean away = new AtomicBoolean(true);
        MessageRecorder mayBeAway = report -> away.get() ? new Outcome.Unavailable("away") : intake.record(report);
        try (InboundConsumer inbound = consuming(mayBeAway)) {
            for (int i = 0; i < 10; i++) {
                send("p" + i, structured("E" + i, "" + i), Map.of());
            }
            WholeHospital.until(() -> inbound.state() == InboundConsumer.State.WAITING, "it waits");
        }
        assertThat(recorded()).isEmpty();
        try (InboundConsumer inbound = consuming(mayBeAway)) {
            WholeHospital.until(() -> inbound.state() == InboundConsumer.State.WAITING, "it waits again");
            away.set(false);
            steps(10);
        }

        assertThat(quarantine.newest(QuarantineFilter.ANY, 10, java.util.Optional.empty()))
                .isEmpty();
    }

    @Test
    void a_second_instance_takes_over_from_one_that_ends_and_nothing_is_told_twice() {
        try (InboundConsumer first = consuming(intake)) {
            WholeHospital.until(() -> first.state() == InboundConsumer.State.CONSUMING, "the first is there");
            try (InboundConsumer _ = consuming(intake)) {
                for (int i = 0; i < 100; i++) {
                    send("p" + i % 7, structured("E" + i, "" + i), Map.of());
                }
                first.close();
                steps(100);
            }
        }

        assertThat(stepNumbers()).doesNotHaveDuplicates();
    }

    private InboundConsumer consuming(MessageRecorder taking) {
        CloudEventProperties limits = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("parcours.http", CloudEventProperties.class);
        CloudEventParser facts = new CloudEventParser(
                codec, StepCatalogue.standard(), limits, Clock.systemUTC(), InboundConsumer.FEED, documents);
        InboundProperties settings = new InboundProperties(
                true, "parcours.inbound", "parcours-inbound", 3, (short) 1, 40, Duration.ofMillis(100), Map.of());
        InboundConsumer inbound = new InboundConsumer(
                TestPipeline.processor(taking, quarantine), facts, kafka.bootstrapServers(), settings);
        inbound.start();
        return inbound;
    }

    private RecordMetadata send(String key, @Nullable String value, Map<String, String> headers) {
        ProducerRecord<String, String> record = new ProducerRecord<>("parcours.inbound", key, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
        try {
            return sender.send(record).get();
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

    private void steps(int many) {
        WholeHospital.until(() -> stepNumbers().size() >= many, many + " steps are recorded");
    }

    private List<String> stepNumbers() {
        List<String> numbers = new ArrayList<>();
        for (Envelope envelope : recorded()) {
            Event event = envelope.event();
            if (event instanceof StepRecorded step) {
                numbers.add(step.step().value());
            }
        }
        return numbers;
    }

    private List<Envelope> recorded() {
        return log.read(Criteria.everything(), 0, 5000).stream()
                .map(event -> codec.decodeFromLog(event.bytes(), event.position(), event.recordedAt()))
                .toList();
    }
}
