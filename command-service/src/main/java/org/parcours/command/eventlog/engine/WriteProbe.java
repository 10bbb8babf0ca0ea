package org.parcours.command.eventlog.engine;

import java.time.Duration;
import java.util.Optional;
import org.parcours.command.eventlog.AppendStatus;

/** Checks by a write whether a store accepts any, at most once in {@link #INTERVAL}. Any thread may call it. */
final class WriteProbe {

    static final Duration INTERVAL = Duration.ofSeconds(10);

    private record ProbeResult(long at, AppendStatus status) {}

    private final CommitStore store;
    private final RetryClock timer;
    private final int bytes;
    private Optional<ProbeResult> last = Optional.empty();

    WriteProbe(CommitStore store, RetryClock timer, int bytes) {
        this.store = store;
        this.timer = timer;
        this.bytes = bytes;
    }

    synchronized AppendStatus check() {
        long now = timer.nanoTime();
        ProbeResult result = last.filter(earlier -> now - earlier.at() < INTERVAL.toNanos())
                .orElseGet(() -> new ProbeResult(now, probe()));
        last = Optional.of(result);
        return result.status();
    }

    private AppendStatus probe() {
        try {
            store.checkWritable(bytes);
            return new AppendStatus.Available();
        } catch (RuntimeException e) {
            return new AppendStatus.Failing(AppendStatusTracker.describe(e));
        }
    }
}
