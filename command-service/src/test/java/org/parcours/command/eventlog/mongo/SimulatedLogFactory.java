package org.parcours.command.eventlog.mongo;

import java.time.Clock;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.engine.GroupCommitLog;
import org.parcours.command.eventlog.mongo.SimulatedCommitCollection.PortGuarantees;
import org.parcours.command.eventlog.mongo.SimulatedReplicaSet.UniqueIndexes;
import org.parcours.command.eventlog.simulation.DeterministicScheduler;

/** Opens logs in a simulated replica set without faults, for real threads. */
public final class SimulatedLogFactory {

    private final DeterministicScheduler scheduler = new DeterministicScheduler(1);
    private final SimulatedReplicaSet replicaSet =
            new SimulatedReplicaSet(scheduler, UniqueIndexes.EVENT_LOG, true, 1000);
    private int processes;

    public static CommitLog openFaultFree(Clock clock) {
        return new SimulatedLogFactory().openProcess(EventLogSettings.defaults(), clock);
    }

    CommitLog openProcess(EventLogSettings settings, Clock clock) {
        var collection = new SimulatedCommitCollection(scheduler, replicaSet, "p" + ++processes, PortGuarantees.ALL, 0);
        return new GroupCommitLog(
                new MongoCommitStore(new LockstepCommitCollection(scheduler, collection)), settings, clock);
    }
}
