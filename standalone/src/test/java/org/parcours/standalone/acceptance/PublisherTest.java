package org.parcours.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.axon.AxonMessageRecorder;
import org.parcours.command.axon.RecordCommandSettings;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.message.DataEntryMetadata;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.Sender;
import org.parcours.command.publishing.EventPublisher;
import org.parcours.command.publishing.PublisherProperties;
import org.parcours.events.Demographics;
import org.parcours.events.DerivedIds;
import org.parcours.events.Identifier;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.Visit;
import org.parcours.events.codec.EventCodec;
import org.parcours.standalone.EmbeddedKafka;

/** Publishes the log to Kafka, with a real broker. */
class PublisherTest {

    private final EventCodec codec = new EventCodec();

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private CommitLog log;
    private AxonMessageRecorder recorder;
    private int admissions;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        open("log");
    }

    @AfterEach
    void stop() {
        recorder.close();
        log.close();
        kafka.close();
    }

    @Test
    void every_event_is_in_the_topic_once_in_log_order_as_a_cloudevent() {
        recordAdmissions(20);
        try (EventPublisher publisher = startPublisher()) {
            recordAdmissions(20);
            awaitPublished(publisher);
        }

        assertThat(EventTopicReader.positions(kafka.bootstrapServers()))
                .isEqualTo(positionsUpTo(log.head().position()));
        var first = EventTopicReader.records(kafka.bootstrapServers()).getFirst();
        assertThat(first.key()).isEqualTo(EventTopicReader.header(first, "ce_subject"));
        assertThat(EventTopicReader.header(first, "ce_type")).isEqualTo("org.parcours.PatientRegistered.v1");
        assertThat(EventTopicReader.header(first, "ce_specversion")).isEqualTo("1.0");
        assertThat(first.value()).startsWith("{\"occurredAt\"");
    }

    @Test
    void a_restarted_publisher_resumes_after_the_last_published_event() {
        recordAdmissions(5);
        try (EventPublisher publisher = startPublisher()) {
            awaitPublished(publisher);
        }
        recordAdmissions(5);
        try (EventPublisher publisher = startPublisher()) {
            awaitPublished(publisher);
        }

        assertThat(EventTopicReader.positions(kafka.bootstrapServers()))
                .isEqualTo(positionsUpTo(log.head().position()));
    }

    @Test
    void the_later_of_two_publishers_fences_the_earlier_and_no_event_is_published_twice() {
        try (EventPublisher earlier = startPublisher()) {
            recordAdmissions(5);
            awaitPublished(earlier);
            try (EventPublisher later = startPublisher()) {
                EmbeddedParcours.await(
                        () -> later.state() == EventPublisher.PublisherState.PUBLISHING,
                        "the later publisher publishes");
                recordAdmissions(20);
                awaitPublished(later);
                EmbeddedParcours.await(
                        () -> earlier.state() == EventPublisher.PublisherState.STANDBY,
                        "the earlier publisher is on standby");
            }
            recordAdmissions(5);
            awaitPublished(earlier);
            assertThat(earlier.state())
                    .as("takes over from a stopped publisher")
                    .isEqualTo(EventPublisher.PublisherState.PUBLISHING);
        }

        assertThat(EventTopicReader.positions(kafka.bootstrapServers()))
                .isEqualTo(positionsUpTo(log.head().position()));
    }

    @Test
    void a_topic_that_is_ahead_of_the_log_halts_the_publisher() {
        recordAdmissions(5);
        try (EventPublisher publisher = startPublisher()) {
            awaitPublished(publisher);
        }
        recorder.close();
        log.close();
        open("older");
        recordAdmissions(1);

        try (EventPublisher publisher = startPublisher()) {
            EmbeddedParcours.await(
                    () -> publisher.state() == EventPublisher.PublisherState.HALTED, "the publisher halts");
        }

        assertThat(EventTopicReader.positions(kafka.bootstrapServers()))
                .as("no record was added")
                .hasSize(10);
    }

    private void open(String name) {
        log = CommitLogFactory.open(
                "jdbc:sqlite:" + folder.resolve(name + ".db"), EventLogSettings.defaults(), Clock.systemUTC());
        recorder = AxonMessageRecorder.start(log, codec, RecordCommandSettings.DEFAULT);
    }

    private EventPublisher startPublisher() {
        EventPublisher publisher = new EventPublisher(
                log,
                codec,
                kafka.bootstrapServers(),
                new PublisherProperties(
                        true,
                        "parcours-publisher",
                        (short) 1,
                        7,
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(200),
                        Duration.ofMillis(500),
                        Duration.ofMillis(300)));
        publisher.start();
        return publisher;
    }

    private void awaitPublished(EventPublisher publisher) {
        long head = log.head().position();
        EmbeddedParcours.await(() -> publisher.publishedPosition() == head, "position " + head + " is published");
    }

    /** Admissions of new patients: two events each. */
    private void recordAdmissions(int count) {
        for (int i = 0; i < count; i++) {
            String id = "m" + ++admissions;
            Instant now = Instant.now();
            recorder.record(new ParsedMessage(
                    new Sender("GAM", Optional.empty(), "hl7v2"),
                    id,
                    DerivedIds.hash(id),
                    now,
                    DataEntryMetadata.NONE,
                    List.of(new Fact(
                            new PatientEvidence(List.of(Identifier.of("IPP", id)), Demographics.UNKNOWN),
                            Optional.empty(),
                            now.atOffset(ZoneOffset.UTC),
                            new PatientAdmitted(
                                    new Visit(Optional.of(Identifier.of("GAM", id)), Optional.of("I")),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty()))),
                    List.of()));
        }
    }

    private static List<Long> positionsUpTo(long position) {
        return LongStream.rangeClosed(1, position).boxed().toList();
    }
}
