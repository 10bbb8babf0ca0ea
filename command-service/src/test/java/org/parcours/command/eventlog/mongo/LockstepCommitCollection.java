package org.parcours.command.eventlog.mongo;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CommitLog.Subscription;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.simulation.DeterministicScheduler;

/** The simulated collection for real threads: each call runs the scheduler until its reply. */
final class LockstepCommitCollection implements CommitCollection {

    private final DeterministicScheduler scheduler;
    private final CommitCollection simulated;

    LockstepCommitCollection(DeterministicScheduler scheduler, CommitCollection simulated) {
        this.scheduler = scheduler;
        this.simulated = simulated;
    }

    @Override
    public InsertReply insert(List<Commit> commits) {
        return runToCompletion(() -> simulated.insert(commits));
    }

    @Override
    public Optional<Commit> findLinearizable(long sequence) {
        return runToCompletion(() -> simulated.findLinearizable(sequence));
    }

    @Override
    public List<Commit> findAfter(long sequence, int limit) {
        return runToCompletion(() -> simulated.findAfter(sequence, limit));
    }

    @Override
    public List<Commit> findByIds(Set<CommitId> ids) {
        return runToCompletion(() -> simulated.findByIds(ids));
    }

    @Override
    public List<Commit> findMatching(Criteria criteria, long afterPosition, int limit) {
        return runToCompletion(() -> simulated.findMatching(criteria, afterPosition, limit));
    }

    @Override
    public Optional<Commit> findAtOrBefore(long position) {
        return runToCompletion(() -> simulated.findAtOrBefore(position));
    }

    @Override
    public Optional<Subscription> watch(Runnable listener) {
        return Optional.empty();
    }

    @Override
    public void checkWritable(int bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        simulated.close();
    }

    private <T> T runToCompletion(Supplier<T> call) {
        synchronized (scheduler) {
            var promise = scheduler.<Supplier<T>>promise();
            scheduler.spawn(() -> {
                try {
                    T result = call.get();
                    promise.complete(() -> result);
                } catch (RuntimeException e) {
                    promise.complete(() -> {
                        throw e;
                    });
                }
            });
            while (!promise.isCompleted()) {
                scheduler.step();
            }
            return promise.await().get();
        }
    }
}
