package org.parcours.command.log.mongo;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.parcours.command.log.CommitLog;
import org.parcours.command.log.CommitLogContract;
import org.parcours.command.log.LogSettings;
import org.parcours.command.log.engine.GroupCommitLog;
import org.parcours.command.log.mongo.SimulatedReplicaSet.Keys;
import org.parcours.command.log.mongo.SimulatedSlots.Promises;
import org.parcours.command.log.simulation.Scheduler;

/** The simulated replica set is a store like the others, where nothing goes wrong. */
class SimulatedCommitLogTest extends CommitLogContract {

    private record Simulated(Scheduler world, SimulatedReplicaSet set) {}

    private final Map<String, Simulated> stores = new HashMap<>();
    private int processes;

    @Override
    protected String newStore() {
        var name = "simulated:" + stores.size();
        var world = new Scheduler(stores.size());
        stores.put(name, new Simulated(world, new SimulatedReplicaSet(world, Keys.OURS, true, 1000)));
        return name;
    }

    @Override
    protected CommitLog connect(LogSettings settings, Clock clock) {
        var store = stores.get(url);
        var slots = new SimulatedSlots(store.world(), store.set(), "p" + ++processes, Promises.KEPT, 0);
        return new GroupCommitLog(
                new MongoCommitStore(new LockstepSlots(store.world(), slots)), settings, clock);
    }
}
