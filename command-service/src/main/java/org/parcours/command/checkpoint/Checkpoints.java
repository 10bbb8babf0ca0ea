package org.parcours.command.checkpoint;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.Head;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.chain.Checkpoint;
import org.parcours.command.eventlog.chain.Checkpoint.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs the log's end every so many commits, every so often, and when the service ends. Nobody waits for it. */
public final class Checkpoints implements AutoCloseable {

    public static final Consumer<Checkpoint> IN_THE_LINES_ONLY = checkpoint -> {};

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final CommitLog log;
    private final SigningKey key;
    private final CheckpointSettings settings;
    private final Consumer<Checkpoint> keeper;
    private final Clock clock;
    private final Semaphore grown = new Semaphore(0);
    private final CommitLog.Subscription subscription;
    private final Thread thread;
    private long signedUpTo;

    /** @param keeper puts a checkpoint away; failing, it is in the service's log lines at least */
    Checkpoints(CommitLog log, SigningKey key, CheckpointSettings settings, Consumer<Checkpoint> keeper, Clock clock) {
        this.log = log;
        this.key = key;
        this.settings = settings;
        this.keeper = keeper;
        this.clock = clock;
        signedUpTo = log.seen().sequence();
        // Here, not on the thread: it would miss what is recorded before it runs.
        subscription = log.onAppended(grown::release);
        thread = Thread.ofPlatform().daemon().name("checkpoints").start(this::run);
    }

    /** Signs with the key of the settings, and logs each checkpoint before the keeper gets it. */
    public static Checkpoints start(
            CommitLog log, CheckpointSettings settings, Consumer<Checkpoint> keeper, Clock clock) {
        return new Checkpoints(log, SigningKey.in(settings.key()), settings, keeper, clock);
    }

    private void run() {
        try {
            long begun = System.nanoTime();
            while (true) {
                long left = settings.interval().toNanos() - (System.nanoTime() - begun);
                boolean due = !grown.tryAcquire(Math.max(1, left), TimeUnit.NANOSECONDS);
                grown.drainPermits();
                if (due || log.seen().sequence() - signedUpTo >= settings.commits()) {
                    sign(Reason.PERIODIC);
                    begun = System.nanoTime();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Signs the end, once more. The log must still be open, and nobody write any more. */
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
            Head head = log.head();
            if (head.sequence() == 0 || reason == Reason.PERIODIC && head.sequence() == signedUpTo) {
                return;
            }
            var checkpoint = key.sign(log.commits(0, 1).getFirst().hash(), head, reason, clock.instant());
            LOG.info("checkpoint {}", new CheckpointJson().write(checkpoint));
            signedUpTo = head.sequence();
            keeper.accept(checkpoint);
        } catch (LogUnavailableException e) {
            LOG.warn("checkpoint not signed: the log does not answer; signed up to commit={}", signedUpTo, e);
        } catch (RuntimeException e) {
            LOG.warn("checkpoint kept in these lines only: commit={} cause={}", signedUpTo, e.toString());
        }
    }
}
