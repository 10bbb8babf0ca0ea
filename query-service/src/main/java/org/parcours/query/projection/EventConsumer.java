package org.parcours.query.projection;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.parcours.events.Envelope;
import org.parcours.events.codec.EventCodec;
import org.parcours.events.codec.MalformedEventException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Reads the topic where the views left off and hands it on in batches.
 *
 * <p>No consumer group: the progress stored with the views alone says where to go on. While Kafka or MongoDB cannot be
 * reached it tries again for ever; when the log itself is wrong (a gap, an event that cannot be read) it stops, because
 * going on would show journeys with holes in them.
 */
@Component
@ConditionalOnBooleanProperty(name = "parcours.kafka.enabled", matchIfMissing = true)
final class EventConsumer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EventConsumer.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final String PREFIX = "ce_";

    private final KafkaSettings settings;
    private final Projection projection;
    private final ProjectionState state;
    private final EventCodec codec;
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile boolean running;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private @Nullable Thread thread;

    EventConsumer(KafkaSettings settings, Projection projection, ProjectionState state, EventCodec codec) {
        this.settings = settings;
        this.projection = projection;
        this.state = state;
        this.codec = codec;
    }

    @Override
    public void start() {
        running = true;
        stopped = new CountDownLatch(1);
        thread = Thread.ofPlatform().name("projection").start(this::keepReading);
    }

    /** Wakes the reader and lets it close what it holds: Kafka's client takes an interrupt there for a failure. */
    @Override
    public void stop() {
        running = false;
        stopped.countDown();
        KafkaConsumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        Thread reader = thread;
        if (reader != null) {
            try {
                reader.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void keepReading() {
        Duration pause = FIRST_RETRY;
        String reported = "";
        while (running) {
            long before = System.nanoTime();
            try {
                read();
            } catch (GapInLog | MalformedEventException | WrongTopic e) {
                state.becomes(new ProjectionState.State.Stopped(e.getMessage()));
                log.error("projection stopped, the views stand still: {}", e.getMessage(), e);
                return;
            } catch (WakeupException | InterruptException e) {
                // stop() woke us
            } catch (RuntimeException e) {
                if (!running) {
                    return;
                }
                state.becomes(new ProjectionState.State.Waiting(e.getClass().getSimpleName()));
                if (Duration.ofNanos(System.nanoTime() - before).compareTo(settings.retryAtMost()) > 0) {
                    pause = FIRST_RETRY;
                    reported = "";
                }
                String problem = e.getClass().getSimpleName() + ": " + e.getMessage();
                if (!problem.equals(reported)) {
                    log.warn("projection waits, next try in {} ms: {}", pause.toMillis(), problem);
                    reported = problem;
                }
                pause = sleep(pause);
            }
        }
    }

    private void read() {
        projection.createIndexes();
        Progress progress = projection.progress();
        state.reached(progress);
        try (KafkaConsumer<byte[], byte[]> reading = new KafkaConsumer<>(configuration())) {
            consumer = reading;
            if (!running) {
                return;
            }
            TopicPartition partition = onlyPartition(reading);
            reading.assign(List.of(partition));
            seek(reading, partition, progress);
            Lookout lookout = new Lookout(end(reading, partition));
            boolean live = false;
            boolean fromBeginning = progress.offset() < 0;
            state.becomes(new ProjectionState.State.CatchingUp());
            while (running) {
                if (lookout.isCurrent(reading.position(partition)) != live) {
                    live = !live;
                    state.becomes(live ? new ProjectionState.State.Live() : new ProjectionState.State.CatchingUp());
                    log.info("projection {} position={}", live ? "live" : "behind", progress.position());
                }
                if (lookout.isDue()) {
                    lookout.sees(end(reading, partition));
                }
                ConsumerRecords<byte[], byte[]> records;
                try {
                    records = reading.poll(POLL);
                } catch (OffsetOutOfRangeException e) {
                    // The topic was made again from the log: the positions say what is news.
                    reading.seekToBeginning(List.of(partition));
                    fromBeginning = true;
                    continue;
                }
                if (records.isEmpty()) {
                    continue;
                }
                try {
                    progress = apply(records.records(partition));
                    state.reached(progress);
                } catch (GapInLog e) {
                    if (fromBeginning) {
                        throw e;
                    }
                    // Offsets move when the topic is made again; only the positions are to be trusted.
                    log.warn("projection looks for the missing event from the topic's beginning: {}", e.getMessage());
                    reading.seekToBeginning(List.of(partition));
                    fromBeginning = true;
                }
            }
        } finally {
            consumer = null;
        }
    }

    private static long end(KafkaConsumer<byte[], byte[]> reading, TopicPartition partition) {
        return reading.endOffsets(List.of(partition), Lookout.BETWEEN_LOOKS).get(partition);
    }

    private Progress apply(List<ConsumerRecord<byte[], byte[]>> records) {
        List<Envelope> envelopes = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            envelopes.add(decode(record));
        }
        return projection.apply(envelopes, records.getLast().offset());
    }

    private Envelope decode(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> attributes = new HashMap<>();
        for (Header header : record.headers()) {
            if (header.key().startsWith(PREFIX)) {
                attributes.put(
                        header.key().substring(PREFIX.length()), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        try {
            return codec.decode(attributes, record.value());
        } catch (MalformedEventException e) {
            throw new MalformedEventException(
                    e.field(), e.field() + " at offset " + record.offset() + ": " + e.getMessage(), e);
        }
    }

    private TopicPartition onlyPartition(KafkaConsumer<byte[], byte[]> reading) {
        int partitions = reading.partitionsFor(settings.topic()).size();
        if (partitions == 0) {
            throw new IllegalStateException("No topic " + settings.topic() + " yet");
        }
        if (partitions > 1) {
            throw new WrongTopic(settings.topic(), partitions);
        }
        return new TopicPartition(settings.topic(), 0);
    }

    private static void seek(KafkaConsumer<byte[], byte[]> reading, TopicPartition partition, Progress progress) {
        if (progress.offset() < 0) {
            reading.seekToBeginning(List.of(partition));
        } else {
            reading.seek(partition, progress.offset() + 1);
        }
    }

    private Properties configuration() {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "parcours-query-service");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(settings.batch()));
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.putAll(settings.properties());
        return properties;
    }

    /** @return the next, longer pause */
    private Duration sleep(Duration pause) {
        try {
            stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
        Duration longer = pause.multipliedBy(2);
        return longer.compareTo(settings.retryAtMost()) > 0 ? settings.retryAtMost() : longer;
    }

    /** One partition is what makes the order of the topic the order of the log. */
    private static final class WrongTopic extends RuntimeException {
        WrongTopic(String topic, int partitions) {
            super("Topic " + topic + " has " + partitions + " partitions; the order of the log needs exactly one");
        }
    }
}
