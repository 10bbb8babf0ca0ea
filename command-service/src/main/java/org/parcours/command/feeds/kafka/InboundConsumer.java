package org.parcours.command.feeds.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.parcours.command.intake.cloudevents.CloudEventParser;
import org.parcours.command.message.ReceivedMessage;
import org.parcours.command.processing.MessageProcessor;
import org.parcours.command.processing.Outcome;
import org.parcours.command.processing.SubmissionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes CloudEvents from a topic, each at least once: an offset is committed once its record and all earlier ones
 * are in the log or in quarantine (KafkaIntakeTest). A record that is read again is a duplicate to the log. Records of one
 * key are processed in order. While the log is unavailable, the consumer waits, keeps its partitions, and tries again.
 */
public final class InboundConsumer implements AutoCloseable {

    public static final String FEED = "kafka";

    private static final Logger LOG = LoggerFactory.getLogger(InboundConsumer.class);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);
    private static final Duration BROKER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(20);

    public enum State {
        CONNECTING,
        CONSUMING,
        /** The log is unavailable: the records stay in the topic. */
        WAITING,
        STOPPED
    }

    private final MessageProcessor processor;
    private final CloudEventParser parser;
    private final String bootstrapServers;
    private final InboundProperties settings;
    private final Map<Outcome.Kind, LongAdder> counts =
            Stream.of(Outcome.Kind.values()).collect(Collectors.toMap(kind -> kind, _ -> new LongAdder()));
    private final Thread thread;
    private volatile State state = State.CONNECTING;
    private volatile boolean running = true;

    public InboundConsumer(
            MessageProcessor processor, CloudEventParser parser, String bootstrapServers, InboundProperties settings) {
        this.processor = processor;
        this.parser = parser;
        this.bootstrapServers = bootstrapServers;
        this.settings = settings;
        this.thread = Thread.ofPlatform().name("inbound").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public State state() {
        return state;
    }

    /** The number of attempts to process a record that had this outcome, since the start. */
    public long count(Outcome.Kind outcome) {
        return counts.get(outcome).sum();
    }

    private void run() {
        try {
            while (running) {
                try {
                    consumeUntilStopped();
                } catch (RuntimeException e) {
                    if (e instanceof KafkaException || e instanceof IllegalStateException) {
                        LOG.warn("inbound interrupted cause={}", e.toString());
                    } else {
                        LOG.error("inbound failed", e);
                    }
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
                // With assigned partitions the consumer has joined its group, so the broker answers.
                state = state == State.CONNECTING && !consumer.assignment().isEmpty() ? State.CONSUMING : state;
                if (!polled.isEmpty()) {
                    partitions.process(new ConcurrentRecordBatchProcessor(polled, this::process));
                }
            }
        }
    }

    /** The consumer's partitions, and the batch of their records in process. Used by the consumer's thread only. */
    private final class AssignedPartitions implements ConsumerRebalanceListener {

        private final KafkaConsumer<byte[], byte[]> consumer;
        private @Nullable ConcurrentRecordBatchProcessor currentBatch;
        private boolean processing;

        AssignedPartitions(KafkaConsumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        /** Waits for the batch. Polling the paused partitions fetches nothing, and keeps the group membership. */
        void process(ConcurrentRecordBatchProcessor batch) throws InterruptedException {
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
                        throw new IllegalStateException("Received records of paused partitions");
                    }
                }
                if (currentBatch != null) {
                    consumer.commitSync(batch.committableOffsets(consumer.assignment()));
                    if (!batch.isComplete()) {
                        // The next poll would continue behind the records whose processing died: start from the
                        // offsets.
                        throw new IllegalStateException("Records of the batch were not processed");
                    }
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
            ConcurrentRecordBatchProcessor batch = stopBatch();
            if (batch != null) {
                consumer.commitSync(batch.committableOffsets(partitions));
            }
        }

        /** Another instance has the partitions already: it processes the last records again, as duplicates. */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            stopBatch();
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            LOG.info("inbound assigned partitions={}", partitions);
            if (processing) {
                consumer.pause(partitions);
            }
        }

        private @Nullable ConcurrentRecordBatchProcessor stopBatch() {
            ConcurrentRecordBatchProcessor batch = currentBatch;
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

    private boolean process(ConsumerRecord<byte[], byte[]> record, ConcurrentRecordBatchProcessor batch)
            throws InterruptedException {
        ReceivedMessage message = CloudEventRecordConverter.receive(record, parser);
        SubmissionContext context = SubmissionContext.from(CloudEventRecordConverter.origin(record));
        while (true) {
            Outcome outcome = processor.process(message, context);
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

    /** Creates the topic; an existing topic keeps its settings. */
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
                throw new IllegalStateException("Cannot create topic " + settings.topic(), e.getCause());
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
        // A service that shuts down does not wait for an unavailable broker.
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(BROKER_TIMEOUT));
        // Records of a sender's aborted transaction are skipped.
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(settings.maxPollRecords()));
        // A rebalance revokes every partition: unfinished records of a batch are read again from the committed offset.
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
