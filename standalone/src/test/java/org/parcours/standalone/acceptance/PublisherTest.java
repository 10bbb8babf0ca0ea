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
import org.parcours.command.axon.CommandLimits;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.LogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.Sender;
import org.parcours.command.publishing.PublishSettings;
import org.parcours.command.publishing.Publisher;
import org.parcours.events.Demographics;
import org.parcours.events.DerivedIds;
import org.parcours.events.Identifier;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.Visit;
import org.parcours.events.codec.EventCodec;
import org.parcours.standalone.EmbeddedKafka;

/** The log's way to Kafka, with a real broker. */
class PublisherTest {

    private final EventCodec codec = new EventCodec();

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private CommitLog log;
    private AxonMessageRecorder intake;
    private int told;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        open("log");
    }

    @AfterEach
    void stop() {
        intake.close();
        log.close();
        kafka.close();
    }

    @Test
    void every_event_is_in_the_topic_once_in_log_order_as_a_cloudevent() {
        tell(20);
        try (Publisher publisher = publishing()) {
            tell(20);
            published(publisher);
        }

        assertThat(Topic.positions(kafka.bootstrapServers()))
                .isEqualTo(upTo(log.head().position()));
        var first = Topic.records(kafka.bootstrapServers()).getFirst();
        assertThat(first.key()).isEqualTo(Topic.header(first, "ce_subject"));
        assertThat(Topic.header(first, "ce_type")).isEqualTo("org.parcours.PatientRegistered.v1");
        assertThat(Topic.header(first, "ce_specversion")).isEqualTo("1.0");
        assertThat(first.value()).startsWith("{\"occurredAt\"");
    }

    @Test
    void a_publisher_started_again_goes_on_where_the_last_one_was() {
        tell(5);
        try (Publisher publisher = publishing()) {
            published(publisher);
        }
        tell(5);
        try (Publisher publisher = publishing()) {
            published(publisher);
        }

        assertThat(Topic.positions(kafka.bootstrapServers()))
                .isEqualTo(upTo(log.head().position()));
    }

    @Test
    void of_two_publishers_the_later_fences_the_earlier_and_nothing_is_told_twice() {
        try (Publisher earlier = publishing()) {
            tell(5);
            published(earlier);
            try (Publisher later = publishing()) {
                WholeHospital.until(() -> later.state() == Publisher.State.PUBLISHING, "the later one publishes");
                tell(20);
                published(later);
                WholeHospital.until(() -> earlier.state() == Publisher.State.STANDBY, "the earlier one stands by");
            }
            tell(5);
            published(earlier);
            assertThat(earlier.state())
                    .as("takes over from one that stands still")
                    .isEqualTo(Publisher.State.PUBLISHING);
        }

        assertThat(Topic.positions(kafka.bootstrapServers()))
                .isEqualTo(upTo(log.head().position()));
    }

    @Test
    void a_topic_that_is_ahead_of_the_log_halts_the_publisher() {
        tell(5);
        try (Publisher publisher = publishing()) {
            published(publisher);
        }
        intake.close();
        log.close();
        open("older");
        tell(1);

        try (Publisher publisher = publishing()) {
            WholeHospital.until(() -> publisher.state() == Publisher.State.HALTED, "the publisher halts");
        }

        assertThat(Topic.positions(kafka.bootstrapServers()))
                .as("nothing was added")
                .hasSize(10);
    }

    private void open(String name) {
        log = CommitLogFactory.open(
                "jdbc:sqlite:" + folder.resolve(name + ".db"), LogSettings.defaults(), Clock.systemUTC());
        intake = AxonMessageRecorder.start(log, codec, CommandLimits.DEFAULT);
    }

    private Publisher publishing() {
        Publisher publisher = new Publisher(
                log,
                codec,
                kafka.bootstrapServers(),
                new PublishSettings(
                        true,
                        "parcours-publisher",
                        (short) 1,
                        7,
                        Duration.ofMillis(50),
                        Duration.ofMillis(200),
                        Duration.ofMillis(500)));
        publisher.start();
        return publisher;
    }

    private void published(Publisher publisher) {
        long head = log.head().position();
        WholeHospital.until(() -> publisher.published() == head, "position " + head + " is published");
    }

    /** Admissions of new patients: two events each. */
    private void tell(int admissions) {
        for (int i = 0; i < admissions; i++) {
            String id = "m" + ++told;
            Instant now = Instant.now();
            intake.record(new ParsedMessage(
                    new Sender("GAM", Optional.empty(), "hl7v2"),
                    id,
                    DerivedIds.hash(id),
                    now,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(new Fact(
                            new PatientEvidence(List.of(Identifier.of("IPP", id)), Demographics.UNKNOWN),
                            Optional.empty(),
                            now.atOffset(ZoneOffset.UTC),
                            new PatientAdmitted(
                                    new Visit(Optional.of(Identifier.of("GAM", id)), Optional.of("I")),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty())))));
        }
    }

    private static List<Long> upTo(long position) {
        return LongStream.rangeClosed(1, position).boxed().toList();
    }
}
