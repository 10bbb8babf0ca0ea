package org.parcours.query.projection;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
import org.parcours.query.store.LeaseLostException;
import org.parcours.query.store.ViewProgress;
import org.parcours.query.views.ProjectionStatus.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Reads the topic from the stored progress on and passes the events to the projection in batches.
 *
 * <p>There is no consumer group: the progress stored with the views determines the offset. While Kafka or the database is
 * unavailable, the consumer retries without limit. On an inconsistent log (a gap, an event that cannot be decoded) it
 * stops, because continuing would show incomplete timelines.
 *
 * <p>Of several processes on one database, the one with the lease projects; the others follow what it has written.
 */
@Component
@ConditionalOnBooleanProperty(name = "parcours.kafka.enabled", matchIfMissing = true)
final class KafkaEventConsumer implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaEventConsumer.class);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);
    private static final Duration FOLLOW_INTERVAL = Duration.ofMillis(300);
    private static final Duration MIN_RETRY_DELAY = Duration.ofMillis(250);
    private static final String CLOUDEVENTS_HEADER_PREFIX = "ce_";

    private final KafkaConsumerProperties settings;
    private final ViewProjector projector;
    private final ProjectionMonitor monitor;
    private final EventCodec codec;
    private volatile CountDownLatch stopSignal = new CountDownLatch(0);
    private volatile boolean running;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private @Nullable Thread thread;

    KafkaEventConsumer(
            KafkaConsumerProperties settings, ViewProjector projector, ProjectionMonitor monitor, EventCodec codec) {
        this.settings = settings;
        this.projector = projector;
        this.monitor = monitor;
        this.codec = codec;
    }

    @Override
    public void start() {
        running = true;
        stopSignal = new CountDownLatch(1);
        thread = Thread.ofPlatform().name("projection").start(this::runUntilStopped);
    }

    /** Wakes the consumer thread and waits until it has closed its client; an interrupt would make that close fail. */
    @Override
    public void stop() {
        running = false;
        stopSignal.countDown();
        KafkaConsumer<byte[], byte[]> kafkaConsumer = consumer;
        if (kafkaConsumer != null) {
            kafkaConsumer.wakeup();
        }
        Thread consumerThread = thread;
        if (consumerThread != null) {
            try {
                consumerThread.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void runUntilStopped() {
        Duration retryDelay = MIN_RETRY_DELAY;
        String lastProblem = "";
        while (running) {
            long startedAt = System.nanoTime();
            try {
                consume();
            } catch (LogGapException | MalformedEventException | PartitionCountException e) {
                monitor.changeTo(State.STOPPED, e.getMessage());
                LOG.error("projection stopped, the views are no longer updated: {}", e.getMessage(), e);
                return;
            } catch (WakeupException | InterruptException e) {
                // stop() was called
            } catch (RuntimeException e) {
                if (!running) {
                    return;
                }
                monitor.changeTo(State.WAITING, e.getClass().getSimpleName());
                if (Duration.ofNanos(System.nanoTime() - startedAt).compareTo(settings.maxRetryDelay()) > 0) {
                    retryDelay = MIN_RETRY_DELAY;
                    lastProblem = "";
                }
                String problem = e.getClass().getSimpleName() + ": " + e.getMessage();
                if (!problem.equals(lastProblem)) {
                    LOG.warn("projection waits, next attempt in {} ms: {}", retryDelay.toMillis(), problem);
                    lastProblem = problem;
                }
                retryDelay = sleepThenDouble(retryDelay);
            }
        }
    }

    private void consume() {
        ViewProgress progress = projector.progress();
        monitor.updateProgress(progress);
        try (KafkaConsumer<byte[], byte[]> kafkaConsumer = new KafkaConsumer<>(configuration())) {
            consumer = kafkaConsumer;
            if (!running) {
                return;
            }
            TopicPartition partition = singlePartition(kafkaConsumer);
            kafkaConsumer.assign(List.of(partition));
            CaughtUpDetector detector = new CaughtUpDetector(endOffset(kafkaConsumer, partition));
            monitor.changeTo(State.CATCHING_UP);
            while (running) {
                if (projector.acquireLease()) {
                    LOG.info("projection begins at position={}", projector.progress().position());
                    project(kafkaConsumer, partition, detector);
                } else {
                    follow(kafkaConsumer, partition, detector);
                }
            }
        } finally {
            consumer = null;
            projector.releaseLease();
        }
    }

    /** Applies what the topic has, until this process is stopped or another has taken the lease. */
    private void project(
            KafkaConsumer<byte[], byte[]> kafkaConsumer, TopicPartition partition, CaughtUpDetector detector) {
        ViewProgress progress = projector.progress();
        seek(kafkaConsumer, partition, progress);
        boolean fromBeginning = progress.offset() < 0;
        while (running && projector.acquireLease()) {
            report(detector, kafkaConsumer.position(partition), kafkaConsumer, partition);
            ConsumerRecords<byte[], byte[]> records;
            try {
                records = kafkaConsumer.poll(POLL_TIMEOUT);
            } catch (OffsetOutOfRangeException e) {
                // The topic has been published again from the log. Positions show which events are new.
                kafkaConsumer.seekToBeginning(List.of(partition));
                fromBeginning = true;
                continue;
            }
            if (records.isEmpty()) {
                continue;
            }
            try {
                monitor.updateProgress(apply(records.records(partition)));
            } catch (LeaseLostException e) {
                LOG.warn("projection ends: {}", e.getMessage());
                return;
            } catch (LogGapException e) {
                if (fromBeginning) {
                    throw e;
                }
                // A republished topic has other offsets, so the missing event may be at an earlier one.
                LOG.warn("projection searches the topic from its beginning for the missing event: {}", e.getMessage());
                kafkaConsumer.seekToBeginning(List.of(partition));
                fromBeginning = true;
            }
        }
    }

    /** Shows what another process projects, until its lease ends. */
    private void follow(
            KafkaConsumer<byte[], byte[]> kafkaConsumer, TopicPartition partition, CaughtUpDetector detector) {
        ViewProgress progress = projector.progress();
        LOG.info("another query-service projects, this one follows from position={}", progress.position());
        while (running && !projector.acquireLease()) {
            ViewProgress next = projector.progress();
            if (next.position() > progress.position()) {
                projector.publishChangesAfter(progress.position());
                progress = next;
                monitor.updateProgress(progress);
            }
            report(detector, progress.offset() + 1, kafkaConsumer, partition);
            sleep(FOLLOW_INTERVAL);
        }
    }

    private void report(
            CaughtUpDetector detector,
            long offset,
            KafkaConsumer<byte[], byte[]> kafkaConsumer,
            TopicPartition partition) {
        State state = detector.isCaughtUp(offset) ? State.LIVE : State.CATCHING_UP;
        if (monitor.isAlive(state)) {
            LOG.info("projection {} offset={}", state == State.LIVE ? "live" : "catching up", offset);
        }
        if (detector.isDue()) {
            detector.update(endOffset(kafkaConsumer, partition));
        }
    }

    private static long endOffset(KafkaConsumer<byte[], byte[]> kafkaConsumer, TopicPartition partition) {
        return kafkaConsumer
                .endOffsets(List.of(partition), CaughtUpDetector.UPDATE_INTERVAL)
                .get(partition);
    }

    private ViewProgress apply(List<ConsumerRecord<byte[], byte[]>> records) {
        List<Envelope> envelopes = records.stream().map(this::decode).toList();
        return projector.apply(envelopes, records.getLast().offset(), "");
    }

    private Envelope decode(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> attributes = new HashMap<>();
        for (Header header : record.headers()) {
            if (header.key().startsWith(CLOUDEVENTS_HEADER_PREFIX)) {
                attributes.put(
                        header.key().substring(CLOUDEVENTS_HEADER_PREFIX.length()),
                        new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        try {
            return codec.decode(attributes, record.value());
        } catch (MalformedEventException e) {
            throw new MalformedEventException(
                    e.field(), e.field() + " at offset " + record.offset() + ": " + e.getMessage(), e);
        }
    }

    private TopicPartition singlePartition(KafkaConsumer<byte[], byte[]> kafkaConsumer) {
        int partitions = kafkaConsumer.partitionsFor(settings.topic()).size();
        if (partitions == 0) {
            throw new IllegalStateException("The topic " + settings.topic() + " does not exist yet");
        }
        if (partitions > 1) {
            throw new PartitionCountException(settings.topic(), partitions);
        }
        return new TopicPartition(settings.topic(), 0);
    }

    private static void seek(
            KafkaConsumer<byte[], byte[]> kafkaConsumer, TopicPartition partition, ViewProgress progress) {
        if (progress.offset() < 0) {
            kafkaConsumer.seekToBeginning(List.of(partition));
        } else {
            kafkaConsumer.seek(partition, progress.offset() + 1);
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
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(settings.maxBatchRecords()));
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.putAll(settings.properties());
        return properties;
    }

    private void sleep(Duration time) {
        try {
            stopSignal.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    /** @return the next delay: twice this one, up to the configured maximum */
    private Duration sleepThenDouble(Duration retryDelay) {
        sleep(retryDelay);
        Duration doubled = retryDelay.multipliedBy(2);
        return doubled.compareTo(settings.maxRetryDelay()) > 0 ? settings.maxRetryDelay() : doubled;
    }

    /** The topic has several partitions: only a single partition has the order of the log. */
    private static final class PartitionCountException extends RuntimeException {
        PartitionCountException(String topic, int partitions) {
            super("Topic " + topic + " has " + partitions + " partitions; log order requires exactly one");
        }
    }
}
