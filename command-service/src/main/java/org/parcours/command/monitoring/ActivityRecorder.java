package org.parcours.command.monitoring;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.parcours.command.message.Sender;
import org.parcours.command.monitoring.ActivityBucket.BucketSize;
import org.parcours.command.processing.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts messages in memory, and adds the counts to the store at intervals. Recording a message holds a lock for one
 * addition only.
 */
public final class ActivityRecorder implements AutoCloseable {

    /** The name under which applications beyond the limit are counted. */
    public static final String OTHER = "other";

    private static final Logger LOG = LoggerFactory.getLogger(ActivityRecorder.class);
    private static final Duration MINUTE_RETENTION = Duration.ofHours(1);

    private record BucketKey(String application, String feed, BucketSize size, Instant start) {}

    private record ApplicationFeed(String application, String feed) {}

    private final ActivityStore store;
    private final MonitoringProperties properties;
    private final Clock clock;
    private final Map<BucketKey, ActivityBucket> pending = new HashMap<>();
    private final Map<ApplicationFeed, Instant> lastReceived = new HashMap<>();
    private final Map<String, Deque<ProcessedMessage>> recentMessages = new HashMap<>();
    private final List<Consumer<ProcessedMessage>> listeners = new ArrayList<>();
    private final ScheduledExecutorService flushExecutor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("activity-flush").factory());
    private Instant lastCleanup = Instant.EPOCH;

    public ActivityRecorder(ActivityStore store, MonitoringProperties properties, Clock clock) {
        this.store = store;
        this.properties = properties;
        this.clock = clock;
    }

    public ActivityRecorder start() {
        long interval = properties.flushInterval().toMillis();
        flushExecutor.scheduleWithFixedDelay(this::flushQuietly, interval, interval, TimeUnit.MILLISECONDS);
        return this;
    }

    /** @param listener called for each message; must return fast */
    public void onProcessedMessage(Consumer<ProcessedMessage> listener) {
        listeners.add(listener);
    }

    /** Never throws. */
    public void record(ProcessedMessage message) {
        try {
            ProcessedMessage processed = withBoundedName(message);
            synchronized (this) {
                ApplicationFeed feed = new ApplicationFeed(
                        processed.sender().application(), processed.sender().feed());
                Instant previous = lastReceived.put(feed, processed.receivedAt());
                Duration gap = previous == null || previous.isAfter(processed.receivedAt())
                        ? Duration.ZERO
                        : Duration.between(previous, processed.receivedAt());
                for (BucketSize size : BucketSize.values()) {
                    addPending(ActivityBucket.of(processed, size, gap));
                }
                Deque<ProcessedMessage> messages =
                        recentMessages.computeIfAbsent(processed.sender().application(), _ -> new ArrayDeque<>());
                messages.addFirst(processed);
                if (messages.size() > properties.maxRecentMessages()) {
                    messages.removeLast();
                }
            }
            listeners.forEach(listener -> listener.accept(processed));
        } catch (RuntimeException e) {
            LOG.warn("activity not recorded cause={}", e.toString());
        }
    }

    private void addPending(ActivityBucket bucket) {
        BucketKey key = new BucketKey(bucket.application(), bucket.feed(), bucket.size(), bucket.start());
        pending.merge(key, bucket, ActivityBucket::plus);
    }

    private synchronized ProcessedMessage withBoundedName(ProcessedMessage received) {
        ProcessedMessage message = received.withBoundedNames();
        boolean known = recentMessages.containsKey(message.sender().application());
        return known || recentMessages.size() < properties.maxApplications()
                ? message
                : message.from(new Sender(
                        OTHER, message.sender().facility(), message.sender().feed()));
    }

    /** The name under which the messages of a sender are counted. */
    public String countedName(Sender sender) {
        return withBoundedName(
                        new ProcessedMessage(sender, Instant.EPOCH, Outcome.Kind.RECORDED, false, "", "", "", ""))
                .sender()
                .application();
    }

    /** The last messages of an application that this process handled, the newest first. */
    public synchronized List<ProcessedMessage> recentMessages(String application) {
        return List.copyOf(recentMessages.getOrDefault(application, new ArrayDeque<>()));
    }

    /** The buckets that are not in the store yet. */
    synchronized List<ActivityBucket> pendingBuckets() {
        return List.copyOf(pending.values());
    }

    /** Adds the counts to the store, and deletes old ones there. */
    public void flush() {
        List<ActivityBucket> flushed;
        synchronized (this) {
            flushed = List.copyOf(pending.values());
            pending.clear();
        }
        try {
            if (!flushed.isEmpty()) {
                store.add(flushed);
            }
        } catch (RuntimeException e) {
            synchronized (this) {
                flushed.forEach(this::addPending);
            }
            throw e;
        }
        Instant now = clock.instant();
        if (Duration.between(lastCleanup, now).compareTo(MINUTE_RETENTION) > 0) {
            store.deleteBefore(BucketSize.MINUTE, now.minus(MINUTE_RETENTION));
            store.deleteBefore(BucketSize.HOUR, now.minus(properties.retention()));
            lastCleanup = now;
        }
    }

    private void flushQuietly() {
        try {
            flush();
        } catch (RuntimeException e) {
            LOG.warn("activity not stored retryIn={} cause={}", properties.flushInterval(), e.toString());
        }
    }

    @Override
    public void close() {
        flushExecutor.shutdownNow();
        flushQuietly();
    }
}
