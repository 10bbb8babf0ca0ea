package org.parcours.command.publishing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.chain.ChainedEvent;
import org.parcours.events.codec.EventCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the events of the log to the topic {@code parcours.events} (CloudEvents binary mode).
 * {@code initTransactions} fences the previous publisher, and only <em>after that</em> the last published position is
 * read; each batch and its progress record are one transaction. So every event is in the topic exactly once, in log
 * order, even if a process is killed. Appends do not wait for it: it catches up after an outage of Kafka.
 *
 * <p>At each start, and whenever the topic is not as it left it, it compares the topic with the log. Where they differ it
 * halts, and says so in {@code parcours.progress}, so that the views stop too. It continues only where they agree again.
 */
public final class EventPublisher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);

    /** A transaction's end is visible soon after its commit, not at once. */
    private static final Duration VISIBILITY_DELAY = Duration.ofSeconds(2);

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
    private final TopicReader reader;
    private final TopicVerifier verifier;
    private final Semaphore appended = new Semaphore(0);
    private final AtomicLong publishedPosition = new AtomicLong();
    private final Thread thread;
    private volatile PublisherState state = PublisherState.CONNECTING;
    private volatile Optional<PublisherHalt> halt = Optional.empty();
    private volatile boolean running = true;

    public EventPublisher(CommitLog log, EventCodec codec, String bootstrapServers, PublisherProperties properties) {
        this.log = log;
        this.codec = codec;
        this.properties = properties;
        this.connection = new Properties();
        connection.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        this.reader = new TopicReader(connection, () -> running);
        this.verifier = new TopicVerifier(log, codec);
        this.thread = Thread.ofPlatform().name("publisher").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public PublisherState state() {
        return state;
    }

    /** Why nothing is published; empty where it is not halted. */
    public Optional<PublisherHalt> halt() {
        return halt;
    }

    public long publishedPosition() {
        return publishedPosition.get();
    }

    private void run() {
        try (CommitLog.Subscription _ = log.onAppended(appended::release)) {
            while (running) {
                try {
                    publishUntilStopped();
                    waitWhileHalted();
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
        KafkaTopicCreator.ensureProgress(connection, properties.replicas());
        try (TopicWriter writer = new TopicWriter(connection, properties.transactionalId(), codec);
                TopicEndCheck end = new TopicEndCheck(connection)) {
            TopicState topic = reader.state();
            Optional<PublisherHalt> difference = verifier.verify(topic, publishedPosition.get());
            if (difference.isPresent()) {
                halt(difference.get());
                writer.announce(difference.get());
                return;
            }
            if (topic.topicId().isEmpty()) {
                KafkaTopicCreator.ensureEvents(connection, properties.replicas());
                topic = reader.state();
            }
            if (reader.hasHaltNotice()) {
                writer.withdrawHaltNotice();
            }
            publish(
                    writer,
                    end,
                    new PublishedProgress(
                            verifier.start(topic).position(),
                            verifier.start(topic).chain(),
                            topic.topicId()));
        }
    }

    /** Returns where the topic is not as this publisher left it. */
    private void publish(TopicWriter writer, TopicEndCheck end, PublishedProgress start) throws InterruptedException {
        PublishedProgress progress = start;
        publishedPosition.set(progress.position());
        halt = Optional.empty();
        state = PublisherState.PUBLISHING;
        LOG.info(
                "publishing from position={} head={}",
                progress.position() + 1,
                log.head().position());
        ChainedEventCursor events = new ChainedEventCursor(log, progress.position());
        long checkedAt = System.nanoTime();
        while (running) {
            if (System.nanoTime() - checkedAt > properties.checkInterval().toNanos()) {
                boolean isUnchanged = end.isAt(writer.nextOffset(), progress.topicId()) && verifier.isInLog(progress);
                if (!isUnchanged && !isAsPublished(progress)) {
                    return;
                }
                checkedAt = System.nanoTime();
            }
            List<ChainedEvent> page = events.nextEvents();
            if (page.isEmpty()) {
                appended.tryAcquire(properties.pollInterval().toNanos(), TimeUnit.NANOSECONDS);
                appended.drainPermits();
            }
            long startedAt = System.nanoTime();
            for (int from = 0; from < page.size(); from += properties.maxBatchEvents()) {
                int to = Math.min(page.size(), from + properties.maxBatchEvents());
                progress = writer.publish(progress, page.subList(from, to));
                publishedPosition.set(progress.position());
            }
            if (!page.isEmpty() && page.size() < properties.maxBatchEvents()) {
                TimeUnit.NANOSECONDS.sleep(startedAt + properties.minInterval().toNanos() - System.nanoTime());
            }
        }
    }

    /** Whether the topic ends with what was published last. */
    private boolean isAsPublished(PublishedProgress published) throws InterruptedException {
        long deadline = System.nanoTime() + VISIBILITY_DELAY.toNanos();
        while (running && System.nanoTime() < deadline) {
            TopicState topic = reader.state();
            if (topic.progress().position() > published.position()) {
                throw new ProducerFencedException("another instance has published");
            }
            boolean isSameTopic = topic.topicId().equals(published.topicId());
            boolean isAtEnd = topic.last().map(TopicState.LastRecord::position).orElse(0L) == published.position();
            if (isSameTopic && isAtEnd) {
                return verifier.verify(topic, published.position()).isEmpty();
            }
            Thread.sleep(100);
        }
        return !running;
    }

    private void halt(PublisherHalt difference) {
        state = PublisherState.HALTED;
        if (!halt.equals(Optional.of(difference))) {
            LOG.error("publisher halted cause={}: {} See the runbook.", difference.cause(), difference.message());
        }
        halt = Optional.of(difference);
    }

    /** However long the log becomes: only where the topic agrees with it again, this publisher may fence another. */
    private void waitWhileHalted() throws InterruptedException {
        while (running && halt.isPresent()) {
            sleep(properties.takeoverDelay());
            Optional<PublisherHalt> difference = verifier.verify(reader.state(), publishedPosition.get());
            if (difference.isEmpty()) {
                return;
            }
            halt(difference.get());
        }
    }

    /** Another instance publishes. This one takes over when the other makes no progress. */
    private void standBy() throws InterruptedException {
        state = PublisherState.STANDBY;
        LOG.info("publisher on standby: another instance publishes");
        while (running) {
            long previous = reader.progress().position();
            long head = log.head().position();
            sleep(properties.takeoverDelay());
            long current = reader.progress().position();
            publishedPosition.set(current);
            if (current == previous && current < head) {
                LOG.warn("publisher takes over at position={}: the other instance makes no progress", current);
                return;
            }
        }
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
