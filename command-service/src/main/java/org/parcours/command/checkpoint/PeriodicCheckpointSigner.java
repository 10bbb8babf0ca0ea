package org.parcours.command.checkpoint;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.chain.SignedCheckpoint;
import org.parcours.command.eventlog.chain.SignedCheckpoint.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs the head of the log after a number of commits, after an interval, and at shutdown. */
public final class PeriodicCheckpointSigner implements AutoCloseable {

    public static final Consumer<SignedCheckpoint> LOG_LINE_ONLY = checkpoint -> {};

    private static final Logger LOG = LoggerFactory.getLogger(PeriodicCheckpointSigner.class);

    private final CommitLog log;
    private final CheckpointKeyPair keyPair;
    private final CheckpointProperties properties;
    private final Consumer<SignedCheckpoint> sink;
    private final Clock clock;
    private final Semaphore appended = new Semaphore(0);
    private final CommitLog.Subscription subscription;
    private final Thread thread;
    private long signedUpTo;

    /** @param sink stores a checkpoint after it is logged; if it fails, only the service's log lines have it */
    PeriodicCheckpointSigner(
            CommitLog log,
            CheckpointKeyPair keyPair,
            CheckpointProperties properties,
            Consumer<SignedCheckpoint> sink,
            Clock clock) {
        this.log = log;
        this.keyPair = keyPair;
        this.properties = properties;
        this.sink = sink;
        this.clock = clock;
        signedUpTo = log.knownHead().sequence();
        // Not on the thread: it would miss commits that are appended before it runs.
        subscription = log.onAppended(appended::release);
        thread = Thread.ofPlatform().daemon().name("checkpoints").start(this::run);
    }

    public static PeriodicCheckpointSigner start(
            CommitLog log, CheckpointProperties properties, Consumer<SignedCheckpoint> sink, Clock clock) {
        return new PeriodicCheckpointSigner(
                log, CheckpointKeyPair.loadOrCreate(properties.key()), properties, sink, clock);
    }

    private void run() {
        try {
            long intervalStart = System.nanoTime();
            while (true) {
                long remaining = properties.interval().toNanos() - (System.nanoTime() - intervalStart);
                boolean intervalElapsed = !appended.tryAcquire(Math.max(1, remaining), TimeUnit.NANOSECONDS);
                appended.drainPermits();
                if (intervalElapsed || log.knownHead().sequence() - signedUpTo >= properties.commits()) {
                    sign(Reason.PERIODIC);
                    intervalStart = System.nanoTime();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Signs the head a last time. The log must still be open, and appending must have ended. */
    @Override
    public void close() {
        subscription.close();
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sign(Reason.SHUTDOWN);
    }

    private void sign(Reason reason) {
        try {
            LogHead head = log.head();
            if (head.sequence() == 0 || reason == Reason.PERIODIC && head.sequence() == signedUpTo) {
                return;
            }
            var checkpoint = keyPair.sign(log.commits(0, 1).getFirst().hash(), head, reason, clock.instant());
            LOG.info("checkpoint {}", new CheckpointJsonCodec().write(checkpoint));
            signedUpTo = head.sequence();
            sink.accept(checkpoint);
        } catch (LogUnavailableException e) {
            LOG.warn("checkpoint not signed, log unavailable; last signed commit={}", signedUpTo, e);
        } catch (RuntimeException e) {
            LOG.warn("checkpoint only in the log lines commit={} cause={}", signedUpTo, e.toString());
        }
    }
}
