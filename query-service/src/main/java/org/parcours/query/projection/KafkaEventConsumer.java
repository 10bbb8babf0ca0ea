package org.parcours.query.projection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.parcours.events.Envelope;
import org.parcours.events.codec.EventCodec;
import org.parcours.events.codec.MalformedEventException;
import org.parcours.query.rebuild.RebuildProgress;
import org.parcours.query.store.LeaseLostException;
import org.parcours.query.store.MissingTableException;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.store.ViewProgress;
import org.parcours.query.store.ViewStoreException;
import org.parcours.query.topic.ContinuityCheck;
import org.parcours.query.topic.EventRecord;
import org.parcours.query.topic.EventTopic;
import org.parcours.query.topic.KafkaConsumerProperties;
import org.parcours.query.topic.ProjectionStoppedException;
import org.parcours.query.topic.RecordLink;
import org.parcours.query.views.ProjectionStatus.State;
import org.parcours.query.views.ProjectionStatus.StopCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Reads the topic from the stored progress on and passes the events to the projection in batches.
 *
 * <p>There is no consumer group: the progress stored with the views determines the offset. While Kafka or the database is
 * unavailable, the consumer retries without limit. Where the topic does not continue exactly what the views have
 * ({@link ContinuityCheck}), where the publisher has halted, or an event cannot be decoded, it stops: continuing would
 * show what the log does not have. It looks again from time to time, also after a restart, and finds the same until an
 * operator has acted.
 *
 * <p>Of several processes on one database, the one with the lease projects; the others follow what it has written.
 */
@Component
@ConditionalOnBooleanProperty(name = "parcours.kafka.enabled", matchIfMissing = true)
final class KafkaEventConsumer implements SmartLifecycle {

    static final String THREAD_NAME = "projection";

    private static final Logger LOG = LoggerFactory.getLogger(KafkaEventConsumer.class);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);
    private static final Duration FOLLOW_INTERVAL = Duration.ofMillis(300);
    private static final Duration MIN_RETRY_DELAY = Duration.ofMillis(250);

    private final KafkaConsumerProperties settings;
    private final ProjectionProperties projection;
    private final ViewProjector projector;
    private final ProjectionMonitor monitor;
    private final EventCodec codec;
    private volatile CountDownLatch stopSignal = new CountDownLatch(0);
    private volatile boolean running;
    private volatile @Nullable EventTopic topic;
    private Optional<ProjectionStoppedException> stopped = Optional.empty();

    /** What this process has reported: pages that are open, and the health. */
    private Optional<ViewProgress> reported = Optional.empty();

    private @Nullable Thread thread;

    KafkaEventConsumer(
            KafkaConsumerProperties settings,
            ProjectionProperties projection,
            ViewProjector projector,
            ProjectionMonitor monitor,
            EventCodec codec) {
        this.settings = settings;
        this.projection = projection;
        this.projector = projector;
        this.monitor = monitor;
        this.codec = codec;
    }

    @Override
    public void start() {
        running = true;
        stopSignal = new CountDownLatch(1);
        thread = Thread.ofPlatform().name(THREAD_NAME).start(this::runUntilStopped);
    }

    /** Wakes the consumer thread and waits until it has closed its client; an interrupt would make that close fail. */
    @Override
    public void stop() {
        running = false;
        stopSignal.countDown();
        EventTopic events = topic;
        if (events != null) {
            events.wakeup();
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
            } catch (ProjectionStoppedException e) {
                stopUntilChecked(e);
            } catch (LogGapException e) {
                stopUntilChecked(new ProjectionStoppedException(StopCause.POSITION_MISSING, e.getMessage()));
            } catch (MalformedEventException e) {
                stopUntilChecked(new ProjectionStoppedException(StopCause.EVENT_UNREADABLE, e.getMessage()));
            } catch (WakeupException | InterruptException e) {
                // stop() was called
            } catch (RuntimeException e) {
                if (!running) {
                    return;
                }
                if (e instanceof MissingTableException missing) {
                    projector.tableIsMissing(missing);
                }
                monitor.changeTo(
                        State.WAITING,
                        e instanceof ViewStoreException
                                ? e.getMessage()
                                : e.getClass().getSimpleName());
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

    /** The views stay as they are, and say so. Only where topic and views agree again does the projection continue. */
    private void stopUntilChecked(ProjectionStoppedException stop) {
        if (stopped.filter(earlier -> stop.getMessage().equals(earlier.getMessage()))
                .isEmpty()) {
            LOG.error(
                    "projection stopped, the views are no longer updated cause={}: {} See the runbook.",
                    stop.stopCause(),
                    stop.getMessage());
        }
        stopped = Optional.of(stop);
        monitor.stop(stop.stopCause(), stop.getMessage());
        sleep(settings.maxRetryDelay());
    }

    private void consume() {
        ViewProgress progress = reportProgress();
        monitor.replaces(projector.replaced());
        try (EventTopic opened = new EventTopic(settings)) {
            topic = opened;
            if (!running) {
                return;
            }
            opened.open(progress);
            CaughtUpDetector detector = new CaughtUpDetector(opened.endOffset());
            if (stopped.isEmpty()) {
                monitor.changeTo(State.CATCHING_UP);
            }
            while (running) {
                if (projector.acquireLease()) {
                    buildFirstViews(opened);
                    LOG.info(
                            "projection begins at position={}",
                            projector.progress().position());
                    project(opened, detector);
                } else {
                    follow(opened, detector);
                }
            }
        } finally {
            topic = null;
            projector.releaseLease();
        }
    }

    /** Empty views are built beside, all at once, and then used: much faster than event by event. */
    private void buildFirstViews(EventTopic events) {
        if (projector.progress().position() > 0 || events.endOffset() < projection.minRebuildEvents()) {
            return;
        }
        LOG.info("views are empty, and are built from the topic events={}", events.endOffset());
        long startedAt = System.nanoTime();
        try {
            ViewProgress built = projector.build(settings, this::reportBuilding);
            LOG.info(
                    "views are built position={} in {} s",
                    built.position(),
                    Duration.ofNanos(System.nanoTime() - startedAt).toSeconds());
            monitor.updateProgress(built);
        } catch (ProjectionStoppedException | MalformedEventException e) {
            LOG.warn("views cannot be built at once, and are filled up to what stops them: {}", e.getMessage());
        } finally {
            monitor.work("");
        }
    }

    private void reportBuilding(RebuildProgress.Phase phase, long done, long total) {
        if (!running) {
            throw new WakeupException();
        }
        projector.acquireLease();
        monitor.isAlive(stopped.isEmpty() ? State.CATCHING_UP : State.STOPPED);
        monitor.work(
                "%s %d of %d".formatted(phase.name().toLowerCase(Locale.ROOT).replace('_', ' '), done, total));
    }

    /** Applies what the topic has, until this process is stopped or another has taken the lease. */
    private void project(EventTopic events, CaughtUpDetector detector) {
        projector.deleteFormerGenerations();
        ViewGeneration generation = projector.generation();
        ContinuityCheck check = new ContinuityCheck(reportProgress());
        seek(events, check);
        while (running && projector.acquireLease() && projector.generation().equals(generation)) {
            report(check.isAnchored(), events.position(), detector, events);
            try {
                Optional<ProjectionStoppedException> discontinuity = applyNext(events, check);
                if (discontinuity.isPresent()) {
                    if (check.isFromBeginning()) {
                        throw discontinuity.get();
                    }
                    searchFromBeginning(events, check, discontinuity.get().getMessage());
                }
            } catch (LeaseLostException e) {
                LOG.warn("projection ends: {}", e.getMessage());
                return;
            } catch (OffsetOutOfRangeException e) {
                searchFromBeginning(events, check, e.getMessage());
            }
        }
    }

    /** With the last applied record first, to see that it is the same. */
    private static void seek(EventTopic events, ContinuityCheck check) {
        if (check.isFromBeginning()) {
            events.seekToBeginning();
        } else {
            events.seek(check.applied().offset());
        }
    }

    /** A topic that was published again has other offsets, so the event may be at an earlier one. */
    private static void searchFromBeginning(EventTopic events, ContinuityCheck check, String reason) {
        LOG.warn("projection reads the topic from its beginning: {}", reason);
        check.restartFromBeginning();
        events.seekToBeginning();
    }

    /** Applies the next records up to the first that does not follow. */
    private Optional<ProjectionStoppedException> applyNext(EventTopic events, ContinuityCheck check) {
        List<EventRecord> records = events.poll(POLL_TIMEOUT);
        if (records.isEmpty() && !check.isAnchored() && events.position() >= events.endOffset()) {
            return Optional.of(check.missingAnchor());
        }
        List<EventRecord> newer = new ArrayList<>();
        Optional<ProjectionStoppedException> discontinuity = Optional.empty();
        for (EventRecord record : records) {
            try {
                if (check.accept(record.link())) {
                    newer.add(record);
                }
            } catch (ProjectionStoppedException e) {
                discontinuity = Optional.of(e);
                break;
            }
        }
        if (!newer.isEmpty()) {
            List<Envelope> envelopes =
                    newer.parallelStream().map(record -> record.decode(codec)).toList();
            RecordLink last = newer.getLast().link();
            check.applied(projector.apply(check.applied(), envelopes, last.offset(), last.chain()));
            monitor.updateProgress(check.applied());
            reported = Optional.of(check.applied());
        }
        return discontinuity;
    }

    /** Shows what another process projects, until its lease ends. */
    private void follow(EventTopic events, CaughtUpDetector detector) {
        ViewGeneration generation = projector.generation();
        ViewProgress progress = reportProgress();
        LOG.info("another query-service projects, this one follows from position={}", progress.position());
        boolean isVerified = stopped.isEmpty();
        long offset = progress.offset() + 1;
        while (running && !projector.acquireLease() && projector.generation().equals(generation)) {
            events.pollPublisher(FOLLOW_INTERVAL);
            ViewProgress next = reportProgress();
            if (next.position() > progress.position()) {
                progress = next;
                isVerified = true;
                offset = progress.offset() + 1;
            } else if (!detector.isCaughtUp(offset)) {
                offset = events.offsetOfNextEvent(offset);
            }
            report(isVerified, offset, detector, events);
        }
    }

    /** Reports what is in the views, and to open pages what another process has changed there since the last report. */
    private ViewProgress reportProgress() {
        ViewProgress progress = projector.progress();
        reported.filter(former -> former.position() < progress.position())
                .ifPresent(former -> projector.publishChangesAfter(former.position()));
        monitor.updateProgress(progress);
        reported = Optional.of(progress);
        return progress;
    }

    /** @param isVerified whether this, or the process that projects, has seen that the topic continues the views */
    private void report(boolean isVerified, long offset, CaughtUpDetector detector, EventTopic events) {
        boolean isCaughtUp = isVerified && detector.isCaughtUp(offset);
        if (isCaughtUp) {
            stopped = Optional.empty();
        }
        if (stopped.isEmpty()) {
            State state = isCaughtUp ? State.LIVE : State.CATCHING_UP;
            if (monitor.isAlive(state)) {
                LOG.info("projection {} offset={}", state == State.LIVE ? "live" : "catching up", offset);
            }
        }
        if (detector.isDue()) {
            detector.update(events.endOffset());
        }
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
}
