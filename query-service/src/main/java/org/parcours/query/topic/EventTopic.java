package org.parcours.query.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.parcours.query.store.ViewProgress;
import org.parcours.query.views.ProjectionStatus.StopCause;

/**
 * The topic of the events, and beside it the publisher's progress, in which it says whether it has halted because log
 * and topic differ.
 */
public final class EventTopic implements AutoCloseable {

    private static final String HALT_KEY = "halted";
    private static final Duration METADATA_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PEEK_TIMEOUT = Duration.ofMillis(500);
    private static final Duration END_OFFSET_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition events;
    private final TopicPartition publisher;
    private final boolean hasPublisher;
    private Optional<ProjectionStoppedException> halt = Optional.empty();

    public EventTopic(KafkaConsumerProperties settings) {
        consumer = new KafkaConsumer<>(configuration(settings));
        events = new TopicPartition(settings.topic(), 0);
        publisher = new TopicPartition(settings.progressTopic(), 0);
        try {
            hasPublisher = partitions(publisher) > 0;
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /**
     * @throws ProjectionStoppedException where there are views of a topic that does not exist any more, or has several
     *     partitions
     */
    public void open(ViewProgress progress) {
        int partitions = partitions(events);
        if (partitions == 0 && progress.position() > 0) {
            throw new ProjectionStoppedException(
                    StopCause.TOPIC_DELETED,
                    "The topic %s does not exist any more. The views have its events up to position %d."
                            .formatted(events.topic(), progress.position()));
        }
        if (partitions == 0) {
            throw new IllegalStateException("The topic " + events.topic() + " does not exist yet");
        }
        if (partitions > 1) {
            throw new ProjectionStoppedException(
                    StopCause.SEVERAL_PARTITIONS,
                    "Topic %s has %d partitions; log order requires exactly one".formatted(events.topic(), partitions));
        }
        consumer.assign(hasPublisher ? List.of(events, publisher) : List.of(events));
        if (hasPublisher) {
            consumer.seekToBeginning(List.of(publisher));
            readNotices();
        }
    }

    /** Reads on from this offset. */
    public void seek(long offset) {
        consumer.resume(List.of(events));
        consumer.seek(events, offset);
    }

    public void seekToBeginning() {
        consumer.resume(List.of(events));
        consumer.seekToBeginning(List.of(events));
    }

    /**
     * The next events.
     *
     * @throws OffsetOutOfRangeException where the topic of the events has been made anew or truncated
     * @throws ProjectionStoppedException where the publisher has halted
     */
    public List<EventRecord> poll(Duration timeout) {
        ConsumerRecords<byte[], byte[]> records;
        try {
            records = consumer.poll(timeout);
        } catch (OffsetOutOfRangeException e) {
            if (e.partitions().contains(events)) {
                throw e;
            }
            consumer.seekToBeginning(List.of(publisher));
            return List.of();
        }
        records.records(publisher).forEach(this::readNotice);
        halt.ifPresent(stopped -> {
            throw stopped;
        });
        return records.records(events).stream().map(EventRecord::of).toList();
    }

    /** Waits, and reads only what the publisher says. */
    public void pollPublisher(Duration timeout) {
        if (consumer.paused().isEmpty()) {
            consumer.seek(events, 0);
            consumer.pause(List.of(events));
        }
        poll(timeout);
    }

    /**
     * The offset of the first event from this one on, or of the end where there is none: the control records of
     * transactions have offsets too.
     */
    public long offsetOfNextEvent(long offset) {
        seek(offset);
        try {
            List<EventRecord> records = poll(PEEK_TIMEOUT);
            return records.isEmpty() ? position() : records.getFirst().link().offset();
        } catch (OffsetOutOfRangeException e) {
            return offset;
        } finally {
            consumer.pause(List.of(events));
        }
    }

    /** The offset of the next event that is read. */
    public long position() {
        return consumer.position(events);
    }

    public long endOffset() {
        return consumer.endOffsets(List.of(events), END_OFFSET_TIMEOUT).get(events);
    }

    public void wakeup() {
        consumer.wakeup();
    }

    private int partitions(TopicPartition partition) {
        return Optional.ofNullable(consumer.partitionsFor(partition.topic(), METADATA_TIMEOUT))
                .map(List::size)
                .orElse(0);
    }

    private void readNotices() {
        consumer.seek(events, 0);
        consumer.pause(List.of(events));
        long end = consumer.endOffsets(List.of(publisher), METADATA_TIMEOUT).get(publisher);
        while (consumer.position(publisher) < end) {
            consumer.poll(Duration.ofMillis(100)).records(publisher).forEach(this::readNotice);
        }
        halt.ifPresent(stopped -> {
            throw stopped;
        });
    }

    private void readNotice(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || !HALT_KEY.equals(new String(record.key(), UTF_8))) {
            return;
        }
        halt = Optional.ofNullable(record.value())
                .map(message -> new ProjectionStoppedException(
                        cause(record), "The publisher has halted. " + new String(message, UTF_8)));
    }

    private static StopCause cause(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader("cause");
        String name = header == null ? "" : new String(header.value(), UTF_8);
        return Stream.of(StopCause.values())
                .filter(cause -> cause.name().equals(name))
                .findFirst()
                .orElse(StopCause.OTHER);
    }

    private static Properties configuration(KafkaConsumerProperties settings) {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "parcours-query-service");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(settings.maxBatchRecords()));
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.putAll(settings.properties());
        return properties;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
