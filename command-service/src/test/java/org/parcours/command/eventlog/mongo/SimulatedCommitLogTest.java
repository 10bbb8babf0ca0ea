package org.parcours.command.eventlog.mongo;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.CommitLogContract;
import org.parcours.command.eventlog.EventLogSettings;

/** Without faults the simulated replica set satisfies the contract like every store. */
class SimulatedCommitLogTest extends CommitLogContract {

    private final Map<String, SimulatedLogFactory> stores = new HashMap<>();

    @Override
    protected String newStoreUrl() {
        var name = "simulated:" + stores.size();
        stores.put(name, new SimulatedLogFactory());
        return name;
    }

    @Override
    protected CommitLog connect(EventLogSettings settings, Clock clock) {
        return stores.get(url).openProcess(settings, clock);
    }
}
