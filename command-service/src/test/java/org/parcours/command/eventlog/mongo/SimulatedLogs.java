package org.parcours.command.eventlog.mongo;

import java.time.Clock;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.LogSettings;
import org.parcours.command.eventlog.engine.GroupCommitLog;
import org.parcours.command.eventlog.mongo.SimulatedReplicaSet.Keys;
import org.parcours.command.eventlog.mongo.SimulatedSlots.Promises;
import org.parcours.command.log.simulation.Scheduler;

/** Logs in a simulated replica set in which nothing goes wrong, for real threads. */
public final class SimulatedLogs {

    private final Scheduler world = new Scheduler(1);
    private final SimulatedReplicaSet set = new SimulatedReplicaSet(world, Keys.OURS, true, 1000);
    private int processes;

    public static CommitLog calm(Clock clock) {
        return new SimulatedLogs().process(LogSettings.defaults(), clock);
    }

    CommitLog process(LogSettings settings, Clock clock) {
        var slots = new SimulatedSlots(world, set, "p" + ++processes, Promises.KEPT, 0);
        return new GroupCommitLog(new MongoCommitStore(new LockstepSlots(world, slots)), settings, clock);
    }
}
