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
import org.parcours.command.monitoring.ActivityBucket.Size;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what comes, in memory, and adds it to the store now and then. Noting takes no lock for longer than an addition. */
public final class ActivityRecorder implements AutoCloseable {

    /** Under which applications beyond the limit are counted. */
    public static final String OTHER = "other";

    private static final Logger LOG = LoggerFactory.getLogger(ActivityRecorder.class);
    private static final Duration MINUTES_KEPT = Duration.ofHours(1);

    private record Key(String application, String feed, Size size, Instant start) {}

    private record Line(String application, String feed) {}

    private final ActivityStore store;
    private final MonitoringProperties settings;
    private final Clock clock;
    private final Map<Key, ActivityBucket> waiting = new HashMap<>();
    private final Map<Line, Instant> last = new HashMap<>();
    private final Map<String, Deque<MessageActivity>> recent = new HashMap<>();
    private final List<Consumer<MessageActivity>> listeners = new ArrayList<>();
    private final ScheduledExecutorService flushing = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("activity-flush").factory());
    private Instant forgotten = Instant.EPOCH;

    public ActivityRecorder(ActivityStore store, MonitoringProperties settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    public ActivityRecorder start() {
        long every = settings.flush().toMillis();
        flushing.scheduleWithFixedDelay(this::flushQuietly, every, every, TimeUnit.MILLISECONDS);
        return this;
    }

    /** @param listener is told at once, and must not take long */
    public void onActivity(Consumer<MessageActivity> listener) {
        listeners.add(listener);
    }

    /** Never throws. */
    public void record(MessageActivity told) {
        try {
            MessageActivity heard = bounded(told);
            synchronized (this) {
                Line line =
                        new Line(heard.sender().application(), heard.sender().feed());
                Instant before = last.put(line, heard.receivedAt());
                Duration gap = before == null || before.isAfter(heard.receivedAt())
                        ? Duration.ZERO
                        : Duration.between(before, heard.receivedAt());
                for (Size size : Size.values()) {
                    ActivityBucket more = ActivityBucket.of(heard, size, gap);
                    waiting.merge(
                            new Key(more.application(), more.feed(), size, more.start()), more, ActivityBucket::plus);
                }
                Deque<MessageActivity> messages =
                        recent.computeIfAbsent(heard.sender().application(), _ -> new ArrayDeque<>());
                messages.addFirst(heard);
                if (messages.size() > settings.recent()) {
                    messages.removeLast();
                }
            }
            listeners.forEach(listener -> listener.accept(heard));
        } catch (RuntimeException e) {
            LOG.warn("activity not noted cause={}", e.toString());
        }
    }

    private synchronized MessageActivity bounded(MessageActivity heard) {
        boolean known = recent.containsKey(heard.sender().application());
        if (known || recent.size() < settings.maxApplications()) {
            return heard;
        }
        Sender other =
                new Sender(OTHER, heard.sender().facility(), heard.sender().feed());
        return new MessageActivity(
                other,
                heard.receivedAt(),
                heard.outcome(),
                heard.late(),
                heard.firstEvent(),
                heard.messageId(),
                heard.code(),
                heard.field());
    }

    /** The last messages of an application that this process took, the newest first. */
    public synchronized List<MessageActivity> recent(String application) {
        return List.copyOf(recent.getOrDefault(application, new ArrayDeque<>()));
    }

    /** What is not in the store yet. */
    synchronized List<ActivityBucket> waiting() {
        return List.copyOf(waiting.values());
    }

    /** Adds what was counted to the store, and forgets there what is old. */
    public void flush() {
        List<ActivityBucket> more;
        synchronized (this) {
            more = List.copyOf(waiting.values());
            waiting.clear();
        }
        try {
            if (!more.isEmpty()) {
                store.add(more);
            }
        } catch (RuntimeException e) {
            synchronized (this) {
                more.forEach(bucket -> waiting.merge(
                        new Key(bucket.application(), bucket.feed(), bucket.size(), bucket.start()),
                        bucket,
                        ActivityBucket::plus));
            }
            throw e;
        }
        Instant now = clock.instant();
        if (Duration.between(forgotten, now).compareTo(MINUTES_KEPT) > 0) {
            store.forget(Size.MINUTE, now.minus(MINUTES_KEPT));
            store.forget(Size.HOUR, now.minus(settings.keep()));
            forgotten = now;
        }
    }

    private void flushQuietly() {
        try {
            flush();
        } catch (RuntimeException e) {
            LOG.warn("activity not kept, tried again in {}: {}", settings.flush(), e.toString());
        }
    }

    @Override
    public void close() {
        flushing.shutdownNow();
        flushQuietly();
    }
}
