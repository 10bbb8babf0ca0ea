package org.parcours.benchmarks.append;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.parcours.command.eventlog.Append;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.Condition;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.EventName;
import org.parcours.command.eventlog.LogSettings;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.store.Hash;

/**
 * Our log. The position that a patient was last seen at is remembered, as Axon's engine remembers its sequence; what was
 * recorded before this process came has been read by it.
 */
final class ParcoursLog implements Subject {

    private static final EventName NAME = new EventName("org.parcours.PatientTransferred");

    private final CommitLog log;
    private final long readUpTo;
    private final ConcurrentHashMap<Integer, Long> seen = new ConcurrentHashMap<>();

    ParcoursLog(String url) {
        log = CommitLogFactory.open(url, LogSettings.defaults(), Clock.systemUTC());
        readUpTo = log.head().position();
    }

    @Override
    public void append(int patient) {
        var tag = new Tag("patient:" + Payload.patient(patient));
        var id = CommitId.of(Hash.of(randomBytes()));
        var event = new EventData(NAME, Set.of(tag), Payload.BYTES);
        while (true) {
            long after = seen.getOrDefault(patient, readUpTo);
            var outcome = log.append(new Append(id, List.of(event), new Condition(Criteria.tagged(tag), after)))
                    .join();
            switch (outcome) {
                case AppendOutcome.Appended(var commit) -> {
                    seen.merge(patient, commit.lastPosition(), Math::max);
                    return;
                }
                case AppendOutcome.Conflicted(long position) -> seen.merge(patient, position, Math::max);
                case AppendOutcome.AlreadyAppended again -> throw new IllegalStateException("Twice: " + again);
            }
        }
    }

    private static byte[] randomBytes() {
        var bytes = new byte[32];
        ThreadLocalRandom.current().nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() {
        log.close();
    }
}
