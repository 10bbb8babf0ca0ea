package org.parcours.command.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.parcours.command.publishing.TopicState.LastRecord;

/** Reads the committed ends of the topics that the publisher writes. */
final class TopicReader {

    static final String PROGRESS_KEY = "position";
    static final String HALT_KEY = "halted";
    static final String CHAIN_HEADER = "chain";
    static final String TOPIC_HEADER = "topic";

    private static final TopicPartition EVENTS = new TopicPartition(KafkaTopicCreator.EVENTS, 0);
    private static final TopicPartition PROGRESS = new TopicPartition(KafkaTopicCreator.PROGRESS, 0);

    /** Control records of transactions have offsets too, and those of an aborted one are not returned. */
    private static final long FIRST_STEP_BACK = 16;

    private final Properties connection;
    private final BooleanSupplier running;

    TopicReader(Properties connection, BooleanSupplier running) {
        this.connection = connection;
        this.running = running;
    }

    TopicState state() throws InterruptedException {
        Optional<String> topicId = topicId(KafkaTopicCreator.EVENTS);
        PublishedProgress progress = progress();
        if (topicId.isEmpty()) {
            return new TopicState(progress, topicId, 0, Optional.empty());
        }
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            consumer.assign(List.of(EVENTS));
            boolean isAsNoted =
                    progress.topicId().isEmpty() || progress.topicId().equals(topicId);
            return new TopicState(progress, topicId, isAsNoted ? 1 : firstPosition(consumer), last(consumer));
        }
    }

    PublishedProgress progress() throws InterruptedException {
        return newest(PROGRESS_KEY)
                .map(record -> new PublishedProgress(
                        Long.parseLong(new String(record.value(), UTF_8)),
                        text(record, CHAIN_HEADER),
                        text(record, TOPIC_HEADER)))
                .orElse(PublishedProgress.NONE);
    }

    boolean hasHaltNotice() throws InterruptedException {
        return newest(HALT_KEY).isPresent();
    }

    /** Empty: there is no such topic. */
    Optional<String> topicId(String topic) throws InterruptedException {
        try (Admin admin = Admin.create(connection)) {
            return Optional.of(admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .topicId()
                    .toString());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw new KafkaException("The topic " + topic + " cannot be described", e.getCause());
        }
    }

    /** The newest record of a key in the compacted progress topic. */
    private Optional<ConsumerRecord<String, byte[]>> newest(String key) throws InterruptedException {
        if (topicId(KafkaTopicCreator.PROGRESS).isEmpty()) {
            return Optional.empty();
        }
        var newest = new Object() {
            Optional<ConsumerRecord<String, byte[]>> record = Optional.empty();
        };
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            consumer.assign(List.of(PROGRESS));
            consumer.seekToBeginning(List.of(PROGRESS));
            readToEnd(consumer, PROGRESS, record -> {
                if (key.equals(record.key())) {
                    newest.record = Optional.of(record).filter(found -> found.value() != null);
                }
            });
        }
        return newest.record;
    }

    private long firstPosition(KafkaConsumer<String, byte[]> consumer) {
        consumer.seekToBeginning(List.of(EVENTS));
        long end = end(consumer, EVENTS);
        while (running.getAsBoolean() && consumer.position(EVENTS) < end) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                return record(record).position();
            }
        }
        return 0;
    }

    private Optional<LastRecord> last(KafkaConsumer<String, byte[]> consumer) {
        var newest = new Object() {
            Optional<LastRecord> record = Optional.empty();
        };
        long end = end(consumer, EVENTS);
        long begin = consumer.beginningOffsets(List.of(EVENTS)).get(EVENTS);
        for (long back = FIRST_STEP_BACK; newest.record.isEmpty() && running.getAsBoolean(); back *= 8) {
            long from = Math.max(begin, end - back);
            consumer.seek(EVENTS, from);
            readToEnd(consumer, EVENTS, record -> newest.record = Optional.of(record(record)));
            if (from == begin) {
                break;
            }
        }
        return newest.record;
    }

    private void readToEnd(
            KafkaConsumer<String, byte[]> consumer,
            TopicPartition partition,
            Consumer<ConsumerRecord<String, byte[]>> action) {
        long end = end(consumer, partition);
        while (running.getAsBoolean() && consumer.position(partition) < end) {
            consumer.poll(Duration.ofMillis(100)).forEach(action);
        }
    }

    private static long end(KafkaConsumer<String, byte[]> consumer, TopicPartition partition) {
        return consumer.endOffsets(List.of(partition)).get(partition);
    }

    private static LastRecord record(ConsumerRecord<String, byte[]> record) {
        long position = text(record, "ce_position")
                .filter(value -> value.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
        return new LastRecord(
                record.offset(),
                position,
                text(record, "ce_chain"),
                text(record, "ce_id").orElse(""));
    }

    private static Optional<String> text(ConsumerRecord<String, byte[]> record, String header) {
        Header found = record.headers().lastHeader(header);
        return Optional.ofNullable(found).map(value -> new String(value.value(), UTF_8));
    }

    private KafkaConsumer<String, byte[]> consumer() {
        Properties settings = (Properties) connection.clone();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
