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
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration END = Duration.ofSeconds(20);

    /** What a person on call wants to know of it. */
    public enum State {
        CONNECTING,
        TAKING,
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
                } catch (KafkaException | IllegalStateException away) {
                    LOG.warn("inbound interrupted cause={}", away.toString());
                    state = State.CONNECTING;
                    pause();
                } catch (RuntimeException unexpected) {
                    LOG.error("inbound failed", unexpected);
                    state = State.CONNECTING;
                    pause();
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            state = State.STOPPED;
        }
    }

    private void consumeUntilStopped() throws InterruptedException {
        ensureTopic();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Partitions partitions = new Partitions(consumer);
            consumer.subscribe(List.of(settings.topic()), partitions);
            while (running) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
                // Joined: until the first poll has returned nobody knows whether the broker is there.
                state = state == State.CONNECTING && !consumer.assignment().isEmpty() ? State.TAKING : state;
                if (!polled.isEmpty()) {
                    partitions.take(new RecordBatch(polled, this::take));
                }
            }
        }
    }

    /** The consumer's partitions, and what is being taken of them. Used by the consumer's thread only. */
    private final class Partitions implements ConsumerRebalanceListener {

        private final KafkaConsumer<byte[], byte[]> consumer;
        private @Nullable RecordBatch taken;
        private boolean busy;

        Partitions(KafkaConsumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        /** Goes on polling, which says to the broker that we are alive, and fetches nothing meanwhile. */
        void take(RecordBatch batch) throws InterruptedException {
            taken = batch;
            busy = true;
            consumer.pause(consumer.assignment());
            try {
                while (taken != null && !batch.await(POLL)) {
                    if (!running) {
                        onPartitionsRevoked(consumer.assignment());
                        return;
                    }
                    if (!consumer.poll(Duration.ZERO).isEmpty()) {
                        throw new IllegalStateException("Records came from partitions that are paused");
                    }
                }
                if (taken != null) {
                    consumer.commitSync(batch.committable(consumer.assignment()));
                }
            } finally {
                batch.stop();
                taken = null;
                busy = false;
            }
            consumer.resume(consumer.assignment());
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            RecordBatch batch = stopped();
            if (batch != null) {
                consumer.commitSync(batch.committable(partitions));
            }
        }

        /** Another instance has them already: it takes our last records again, as duplicates. */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            stopped();
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            LOG.info("inbound takes partitions={}", partitions);
            if (busy) {
                consumer.pause(partitions);
            }
        }

        private @Nullable RecordBatch stopped() {
            RecordBatch batch = taken;
            taken = null;
            if (batch != null) {
                batch.stop();
                try {
                    batch.await(END);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return batch;
        }
    }

    private boolean take(ConsumerRecord<byte[], byte[]> record, RecordBatch batch) throws InterruptedException {
        ReceivedMessage message = parser.receive(CloudEventRecord.cloudEvent(record));
        String origin = CloudEventRecord.place(record);
        while (true) {
            Outcome outcome = processor.process(message, ProcessingOptions.from(origin));
            counts.get(outcome.kind()).increment();
            if (!(outcome instanceof Outcome.Unavailable)) {
                state = State.TAKING;
                return true;
            }
            state = State.WAITING;
            if (!batch.pause(settings.pause())) {
                return false;
            }
        }
    }

    private void pause() throws InterruptedException {
        long until = System.nanoTime() + settings.pause().toNanos();
        while (running && System.nanoTime() < until) {
            Thread.sleep(Math.min(100, settings.pause().toMillis()));
        }
    }

    /** A topic that is there keeps its settings. */
    private void ensureTopic() throws InterruptedException {
        Properties connection = new Properties();
        connection.putAll(settings.properties());
        connection.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        connection.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(ANSWER));
        connection.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(ANSWER));
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

    private Properties properties() {
        Properties properties = new Properties();
        properties.putAll(settings.properties());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // A service that ends does not wait for a broker that is away.
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(ANSWER));
        // What a sender's transaction took back was never said.
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(settings.batch()));
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
            thread.join(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
