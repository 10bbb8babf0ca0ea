package org.parcours.command.log.mongo;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.parcours.command.log.CommitLog;
import org.parcours.command.log.CommitLogContract;
import org.parcours.command.log.LogSettings;

/** The simulated replica set is a store like the others, where nothing goes wrong. */
class SimulatedCommitLogTest extends CommitLogContract {

    private final Map<String, SimulatedLogs> stores = new HashMap<>();

    @Override
    protected String newStore() {
        var name = "simulated:" + stores.size();
        stores.put(name, new SimulatedLogs());
        return name;
    }

    @Override
    protected CommitLog connect(LogSettings settings, Clock clock) {
        return stores.get(url).process(settings, clock);
    }
}
