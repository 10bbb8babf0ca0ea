package org.parcours.command.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.LogCursor;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.events.Envelope;
import org.parcours.events.codec.EventCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the events of the log to the topic {@code parcours.events} (CloudEvents binary mode).
 * {@code initTransactions} fences the previous publisher, and only <em>after that</em> the last published position is
 * read; each batch and its progress record are one transaction. So every event is in the topic exactly once, in log
 * order, even if a process is killed. Appends do not wait for it: it catches up after an outage of Kafka.
 */
public final class EventPublisher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
    private static final TopicPartition PROGRESS_PARTITION = new TopicPartition(KafkaTopicCreator.PROGRESS, 0);
    private static final String PROGRESS_KEY = "position";

    public enum PublisherState {
        CONNECTING,
        PUBLISHING,
        STANDBY,
        HALTED,
        STOPPED
    }

    private final CommitLog log;
    private final EventCodec codec;
    private final Properties connection;
    private final PublisherProperties properties;
    private final Semaphore appended = new Semaphore(0);
    private final AtomicLong publishedPosition = new AtomicLong();
    private final Thread thread;
    private volatile PublisherState state = PublisherState.CONNECTING;
    private volatile boolean running = true;

    public EventPublisher(CommitLog log, EventCodec codec, String bootstrapServers, PublisherProperties properties) {
        this.log = log;
        this.codec = codec;
        this.properties = properties;
        this.connection = new Properties();
        connection.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        this.thread = Thread.ofPlatform().name("publisher").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public PublisherState state() {
        return state;
    }

    public long publishedPosition() {
        return publishedPosition.get();
    }

    private void run() {
        try (CommitLog.Subscription _ = log.onAppended(appended::release)) {
            while (running) {
                try {
                    publishUntilStopped();
                } catch (ProducerFencedException | InvalidProducerEpochException fenced) {
                    standBy();
                } catch (KafkaException | IllegalStateException failure) {
                    state = PublisherState.CONNECTING;
                    LOG.warn("publisher interrupted at position={} cause={}", publishedPosition, failure.toString());
                    sleep(properties.retryDelay());
                } catch (RuntimeException unexpected) {
                    state = PublisherState.CONNECTING;
                    LOG.error("publisher failed at position={}", publishedPosition, unexpected);
                    sleep(properties.retryDelay());
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            state = PublisherState.STOPPED;
        }
    }

    private void publishUntilStopped() throws InterruptedException {
        KafkaTopicCreator.ensureTopics(connection, properties.replicas());
        try (KafkaProducer<String, byte[]> producer = createProducer()) {
            producer.initTransactions();
            long position = readPublishedPosition().orElse(0L);
            publishedPosition.set(position);
            long head = log.head().position();
            if (position > head) {
                halt(position, head);
                return;
            }
            state = PublisherState.PUBLISHING;
            LOG.info("publishing from position={} head={}", position + 1, head);
            LogCursor events = new LogCursor(log, Criteria.matchAll(), position);
            while (running) {
                List<LoggedEvent> page = events.nextEvents();
                if (page.isEmpty()) {
                    appended.tryAcquire(properties.pollInterval().toNanos(), TimeUnit.NANOSECONDS);
                    appended.drainPermits();
                }
                long startedAt = System.nanoTime();
                for (int from = 0; from < page.size(); from += properties.maxBatchEvents()) {
                    int to = Math.min(page.size(), from + properties.maxBatchEvents());
                    position = publish(producer, position, page.subList(from, to));
                    publishedPosition.set(position);
                }
                if (!page.isEmpty() && page.size() < properties.maxBatchEvents()) {
                    TimeUnit.NANOSECONDS.sleep(
                            startedAt + properties.minInterval().toNanos() - System.nanoTime());
                }
            }
        }
    }

    private long publish(KafkaProducer<String, byte[]> producer, long after, List<LoggedEvent> events) {
        long expected = after;
        producer.beginTransaction();
        for (LoggedEvent event : events) {
            if (event.position() != ++expected) {
                throw new IllegalStateException("Gap in the log: position " + expected + " is missing");
            }
            producer.send(toRecord(codec.decodeFromLog(event.bytes(), event.position(), event.recordedAt())));
        }
        byte[] progress = Long.toString(expected).getBytes(UTF_8);
        producer.send(new ProducerRecord<>(KafkaTopicCreator.PROGRESS, 0, PROGRESS_KEY, progress));
        producer.commitTransaction();
        return expected;
    }

    private ProducerRecord<String, byte[]> toRecord(Envelope envelope) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                KafkaTopicCreator.EVENTS, 0, envelope.subject().toString(), codec.data(envelope));
        codec.attributes(envelope).forEach((name, value) -> record.headers().add("ce_" + name, value.getBytes(UTF_8)));
        record.headers().add("content-type", "application/json".getBytes(UTF_8));
        return record;
    }

    /** The topic is ahead of the log: an older log was restored, or the service uses another hospital's Kafka. */
    private void halt(long position, long head) throws InterruptedException {
        state = PublisherState.HALTED;
        LOG.error("publisher halted: published={} is after the log's head={}; see the runbook", position, head);
        while (running && log.head().position() < position) {
            sleep(properties.takeoverDelay());
        }
    }

    /** Another instance publishes. This one takes over when the other makes no progress. */
    private void standBy() throws InterruptedException {
        state = PublisherState.STANDBY;
        LOG.info("publisher on standby: another instance publishes");
        while (running) {
            long previous = readPublishedPosition().orElse(0L);
            long head = log.head().position();
            sleep(properties.takeoverDelay());
            long current = readPublishedPosition().orElse(0L);
            publishedPosition.set(current);
            if (current == previous && current < head) {
                LOG.warn("publisher takes over at position={}: the other instance makes no progress", current);
                return;
            }
        }
    }

    private KafkaProducer<String, byte[]> createProducer() {
        Properties kafkaProperties = (Properties) connection.clone();
        kafkaProperties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, properties.transactionalId());
        kafkaProperties.put(ProducerConfig.CLIENT_ID_CONFIG, properties.transactionalId());
        // One request at a time, each as full as possible: while the broker verifies a transaction's first request,
        // later ones would be out of sequence, rejected and sent again.
        kafkaProperties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        kafkaProperties.put(ProducerConfig.LINGER_MS_CONFIG, "2");
        kafkaProperties.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(256 << 10));
        return new KafkaProducer<>(kafkaProperties, new StringSerializer(), new ByteArraySerializer());
    }

    /** Reads the compacted progress topic to its end and returns the last committed record. */
    private Optional<Long> readPublishedPosition() {
        Properties kafkaProperties = (Properties) connection.clone();
        kafkaProperties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        kafkaProperties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        Optional<Long> last = Optional.empty();
        try (var consumer =
                new KafkaConsumer<>(kafkaProperties, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(PROGRESS_PARTITION));
            consumer.seekToBeginning(List.of(PROGRESS_PARTITION));
            long end = consumer.endOffsets(List.of(PROGRESS_PARTITION)).get(PROGRESS_PARTITION);
            while (running && consumer.position(PROGRESS_PARTITION) < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    last = Optional.of(Long.parseLong(new String(record.value(), UTF_8)));
                }
            }
        }
        return last;
    }

    private void sleep(Duration duration) throws InterruptedException {
        long deadline = System.nanoTime() + duration.toNanos();
        while (running && System.nanoTime() < deadline) {
            Thread.sleep(Math.min(100, duration.toMillis()));
        }
    }

    @Override
    public void close() {
        running = false;
        appended.release();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
