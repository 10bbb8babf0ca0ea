package org.parcours.command.feeds.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.parcours.command.message.MessageParser;
import org.parcours.command.message.ReceivedMessage;
import org.parcours.command.processing.MessageProcessor;
import org.parcours.command.processing.Outcome;
import org.parcours.command.processing.ProcessingOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes CloudEvents from a topic, each at least once: an offset is committed once its record, and each before it, is in
 * the log or in quarantine (InboundTest). What comes again is a duplicate to the log. Those of one key are taken in
 * their order. While the log cannot be written it waits, keeps its partitions, and tries again.
 */
public final class InboundConsumer implements AutoCloseable {

    public static final String FEED = "kafka";

    private static final Logger LOG = LoggerFactory.getLogger(InboundConsumer.class);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);
    private static final Duration BROKER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(20);

    /** What a person on call wants to know of it. */
    public enum State {
        CONNECTING,
        CONSUMING,
        /** The log cannot be written: the records stay in the topic. */
        WAITING,
        STOPPED
    }

    private final MessageProcessor processor;
    private final MessageParser parser;
    private final String bootstrapServers;
    private final InboundProperties settings;
    private final Map<Outcome.Kind, LongAdder> counts = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile State state = State.CONNECTING;
    private volatile boolean running = true;

    public InboundConsumer(
            MessageProcessor processor, MessageParser parser, String bootstrapServers, InboundProperties settings) {
        this.processor = processor;
        this.parser = parser;
        this.bootstrapServers = bootstrapServers;
        this.settings = settings;
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            counts.put(kind, new LongAdder());
        }
        this.thread = Thread.ofPlatform().name("inbound").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public State state() {
        return state;
    }

    /** Attempts to process a record with that outcome, since the start. */
    public long count(Outcome.Kind outcome) {
        return counts.get(outcome).sum();
    }

    private void run() {
        try {
            while (running) {
                try {
                    consumeUntilStopped();
                } catch (KafkaException | IllegalStateException e) {
                    LOG.warn("inbound interrupted cause={}", e.toString());
                    state = State.CONNECTING;
                    pauseBeforeRetry();
                } catch (RuntimeException e) {
                    LOG.error("inbound failed", e);
                    state = State.CONNECTING;
                    pauseBeforeRetry();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            state = State.STOPPED;
        }
    }

    private void consumeUntilStopped() throws InterruptedException {
        ensureTopic();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(consumerProperties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            AssignedPartitions partitions = new AssignedPartitions(consumer);
            consumer.subscribe(List.of(settings.topic()), partitions);
            while (running) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL_TIMEOUT);
                // Joined: until the first poll has returned nobody knows whether the broker is there.
                state = state == State.CONNECTING && !consumer.assignment().isEmpty() ? State.CONSUMING : state;
                if (!polled.isEmpty()) {
                    partitions.process(new RecordBatch(polled, this::process));
                }
            }
        }
    }

    /** The consumer's partitions, and what is being taken of them. Used by the consumer's thread only. */
    private final class AssignedPartitions implements ConsumerRebalanceListener {

        private final KafkaConsumer<byte[], byte[]> consumer;
        private @Nullable RecordBatch currentBatch;
        private boolean processing;

        AssignedPartitions(KafkaConsumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        /** Goes on polling, which says to the broker that we are alive, and fetches nothing meanwhile. */
        void process(RecordBatch batch) throws InterruptedException {
            currentBatch = batch;
            processing = true;
            consumer.pause(consumer.assignment());
            try {
                while (currentBatch != null && !batch.await(POLL_TIMEOUT)) {
                    if (!running) {
                        onPartitionsRevoked(consumer.assignment());
                        return;
                    }
                    if (!consumer.poll(Duration.ZERO).isEmpty()) {
                        throw new IllegalStateException("Records came from partitions that are paused");
                    }
                }
                if (currentBatch != null) {
                    consumer.commitSync(batch.committableOffsets(consumer.assignment()));
                }
            } finally {
                batch.stop();
                currentBatch = null;
                processing = false;
            }
            consumer.resume(consumer.assignment());
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            RecordBatch batch = stopBatch();
            if (batch != null) {
                consumer.commitSync(batch.committableOffsets(partitions));
            }
        }

        /** Another instance has them already: it takes our last records again, as duplicates. */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            stopBatch();
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            LOG.info("inbound takes partitions={}", partitions);
            if (processing) {
                consumer.pause(partitions);
            }
        }

        private @Nullable RecordBatch stopBatch() {
            RecordBatch batch = currentBatch;
            currentBatch = null;
            if (batch != null) {
                batch.stop();
                try {
                    batch.await(SHUTDOWN_TIMEOUT);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return batch;
        }
    }

    private boolean process(ConsumerRecord<byte[], byte[]> record, RecordBatch batch) throws InterruptedException {
        ReceivedMessage message = parser.receive(CloudEventRecordConverter.toStructuredMode(record));
        String origin = CloudEventRecordConverter.origin(record);
        while (true) {
            Outcome outcome = processor.process(message, ProcessingOptions.from(origin));
            counts.get(outcome.kind()).increment();
            if (!(outcome instanceof Outcome.Unavailable)) {
                state = State.CONSUMING;
                return true;
            }
            state = State.WAITING;
            if (!batch.pause(settings.retryDelay())) {
                return false;
            }
        }
    }

    private void pauseBeforeRetry() throws InterruptedException {
        long deadline = System.nanoTime() + settings.retryDelay().toNanos();
        while (running && System.nanoTime() < deadline) {
            Thread.sleep(Math.min(100, settings.retryDelay().toMillis()));
        }
    }

    /** A topic that is there keeps its settings. */
    private void ensureTopic() throws InterruptedException {
        Properties connection = new Properties();
        connection.putAll(settings.properties());
        connection.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        connection.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(BROKER_TIMEOUT));
        connection.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(BROKER_TIMEOUT));
        try (Admin admin = Admin.create(connection)) {
            admin.createTopics(List.of(new NewTopic(settings.topic(), settings.partitions(), settings.replicas())))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("Topic " + settings.topic() + " cannot be made", e.getCause());
            }
        }
    }

    private Properties consumerProperties() {
        Properties properties = new Properties();
        properties.putAll(settings.properties());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // A service that ends does not wait for a broker that is away.
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(BROKER_TIMEOUT));
        // What a sender's transaction took back was never said.
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(settings.maxPollRecords()));
        // A rebalance takes every partition away: what was not done of a batch is read again from the committed offset.
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, RangeAssignor.class.getName());
        return properties;
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join(SHUTDOWN_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
