package org.parcours.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.publishing.EventPublisher;
import org.parcours.standalone.EmbeddedKafka;

/** Publishes the log to Kafka, with a real broker. */
class PublisherTest {

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private PublishedLog log;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        log = new PublishedLog(folder.resolve("log.db"), kafka.bootstrapServers());
    }

    @AfterEach
    void stop() {
        log.close();
        kafka.close();
    }

    @Test
    void every_event_is_in_the_topic_once_in_log_order_as_a_cloudevent() {
        log.recordAdmissions(20);
        try (EventPublisher publisher = log.startPublisher()) {
            log.recordAdmissions(20);
            log.awaitPublished(publisher);
        }

        assertThat(EventTopicReader.positions(kafka.bootstrapServers())).isEqualTo(positionsUpTo(log.head()));
        var first = EventTopicReader.records(kafka.bootstrapServers()).getFirst();
        assertThat(first.key()).isEqualTo(EventTopicReader.header(first, "ce_subject"));
        assertThat(EventTopicReader.header(first, "ce_type")).isEqualTo("org.parcours.PatientRegistered.v1");
        assertThat(EventTopicReader.header(first, "ce_specversion")).isEqualTo("1.0");
        assertThat(first.value()).startsWith("{\"occurredAt\"");
    }

    @Test
    void a_restarted_publisher_resumes_after_the_last_published_event() {
        log.recordAdmissions(5);
        try (EventPublisher publisher = log.startPublisher()) {
            log.awaitPublished(publisher);
        }
        log.recordAdmissions(5);
        try (EventPublisher publisher = log.startPublisher()) {
            log.awaitPublished(publisher);
        }

        assertThat(EventTopicReader.positions(kafka.bootstrapServers())).isEqualTo(positionsUpTo(log.head()));
    }

    @Test
    void the_later_of_two_publishers_fences_the_earlier_and_no_event_is_published_twice() {
        try (EventPublisher earlier = log.startPublisher()) {
            log.recordAdmissions(5);
            log.awaitPublished(earlier);
            try (EventPublisher later = log.startPublisher()) {
                EmbeddedParcours.await(
                        () -> later.state() == EventPublisher.PublisherState.PUBLISHING,
                        "the later publisher publishes");
                log.recordAdmissions(20);
                log.awaitPublished(later);
                EmbeddedParcours.await(
                        () -> earlier.state() == EventPublisher.PublisherState.STANDBY,
                        "the earlier publisher is on standby");
            }
            log.recordAdmissions(5);
            log.awaitPublished(earlier);
            assertThat(earlier.state())
                    .as("takes over from a stopped publisher")
                    .isEqualTo(EventPublisher.PublisherState.PUBLISHING);
        }

        assertThat(EventTopicReader.positions(kafka.bootstrapServers())).isEqualTo(positionsUpTo(log.head()));
    }

    private static List<Long> positionsUpTo(long position) {
        return LongStream.rangeClosed(1, position).boxed().toList();
    }
}
