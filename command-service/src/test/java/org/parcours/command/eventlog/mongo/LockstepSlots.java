package org.parcours.command.eventlog.mongo;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CommitLog.Subscription;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.log.simulation.Scheduler;

/** The simulated replica set for real threads: each call lets the world run until it is answered. */
final class LockstepSlots implements Slots {

    private final Scheduler world;
    private final Slots simulated;

    LockstepSlots(Scheduler world, Slots simulated) {
        this.world = world;
        this.simulated = simulated;
    }

    @Override
    public Answer insert(List<Commit> documents) {
        return answered(() -> simulated.insert(documents));
    }

    @Override
    public Optional<Commit> slot(long sequence) {
        return answered(() -> simulated.slot(sequence));
    }

    @Override
    public List<Commit> after(long sequence, int limit) {
        return answered(() -> simulated.after(sequence, limit));
    }

    @Override
    public List<Commit> withIds(Set<CommitId> ids) {
        return answered(() -> simulated.withIds(ids));
    }

    @Override
    public List<Commit> matching(Criteria criteria, long afterPosition, int limit) {
        return answered(() -> simulated.matching(criteria, afterPosition, limit));
    }

    @Override
    public Optional<Commit> at(long position) {
        return answered(() -> simulated.at(position));
    }

    @Override
    public Optional<Subscription> watch(Runnable appended) {
        return Optional.empty();
    }

    @Override
    public void close() {
        simulated.close();
    }

    private <T> T answered(Supplier<T> call) {
        synchronized (world) {
            var answer = world.<Supplier<T>>promise();
            world.spawn(() -> {
                try {
                    T what = call.get();
                    answer.give(() -> what);
                } catch (RuntimeException e) {
                    answer.give(() -> {
                        throw e;
                    });
                }
            });
            while (!answer.isGiven()) {
                world.step();
            }
            return answer.await().get();
        }
    }
}
