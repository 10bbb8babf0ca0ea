package org.parcours.command.eventlog.engine;

import java.time.Duration;
import java.util.Optional;
import org.parcours.command.eventlog.AppendStatus;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.LogUnavailableException;

/** What the writing thread knows of its success. Written by that thread, read by any. */
final class AppendStatusTracker {

    /** In-progress time of an idle thread. */
    private static final Optional<Long> IDLE = Optional.empty();

    private final RetryClock timer;
    private final Duration maxGroupTime;
    private Optional<Long> groupStartedAt = IDLE;
    private Optional<Long> succeededAt = Optional.empty();
    private Optional<LogUnavailableException> failure = Optional.empty();
    private Optional<String> stoppedBy = Optional.empty();

    /** @param maxGroupTime a group that takes longer is blocked */
    AppendStatusTracker(RetryClock timer, Duration maxGroupTime) {
        this.timer = timer;
        this.maxGroupTime = maxGroupTime;
    }

    synchronized void groupStarted() {
        groupStartedAt = Optional.of(timer.nanoTime());
    }

    synchronized void groupEnded() {
        groupStartedAt = IDLE;
    }

    synchronized void succeeded() {
        succeededAt = Optional.of(timer.nanoTime());
        failure = Optional.empty();
    }

    synchronized void failed(LogUnavailableException cause) {
        failure = Optional.of(cause);
    }

    synchronized void stopped(String cause) {
        stoppedBy = Optional.of(cause);
    }

    /** Available where nothing contradicts it: the last group may be long ago. */
    synchronized AppendStatus status() {
        if (stoppedBy.isPresent()) {
            return new AppendStatus.Stopped(stoppedBy.get());
        }
        Optional<Duration> groupTime = groupStartedAt.map(this::since);
        if (groupTime.isPresent() && groupTime.get().compareTo(maxGroupTime) > 0) {
            return new AppendStatus.Blocked(groupTime.get());
        }
        return failure.<AppendStatus>map(cause -> new AppendStatus.Failing(describe(cause)))
                .orElseGet(AppendStatus.Available::new);
    }

    synchronized boolean hasSucceededWithin(Duration window) {
        return failure.isEmpty()
                && succeededAt.filter(at -> since(at).compareTo(window) < 0).isPresent();
    }

    /** Whether a store that accepts writes again proves nothing: the log itself contradicts what this process read. */
    synchronized boolean isLogCorrupt() {
        return failure.filter(cause -> cause.getCause() instanceof CorruptLogException)
                .isPresent();
    }

    /** The message of the store, which names the reason: a full disk, no connection. */
    static String describe(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Optional.ofNullable(root.getMessage()).orElseGet(root::toString);
    }

    private Duration since(long nanoTime) {
        return Duration.ofNanos(timer.nanoTime() - nanoTime);
    }
}
