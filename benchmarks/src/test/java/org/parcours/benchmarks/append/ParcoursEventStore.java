package org.parcours.benchmarks.append;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.parcours.command.log.Append;
import org.parcours.command.log.AppendOutcome;
import org.parcours.command.log.CommitId;
import org.parcours.command.log.CommitLog;
import org.parcours.command.log.CommitLogs;
import org.parcours.command.log.Condition;
import org.parcours.command.log.Criteria;
import org.parcours.command.log.EventName;
import org.parcours.command.log.Hash;
import org.parcours.command.log.LogSettings;
import org.parcours.command.log.NewEvent;
import org.parcours.command.log.Tag;

/**
 * The event log of Parcours. The last position of each patient is cached, as the sequence for Axon's engine; events
 * recorded before the start count as read.
 */
final class ParcoursEventStore implements EventStoreUnderTest {

    private static final EventName NAME = new EventName("org.parcours.PatientTransferred");

    private final CommitLog log;
    private final long readUpTo;
    private final ConcurrentHashMap<Integer, Long> lastPositions = new ConcurrentHashMap<>();

    ParcoursEventStore(String url) {
        log = CommitLogs.open(url, LogSettings.defaults(), Clock.systemUTC());
        readUpTo = log.head().position();
    }

    @Override
    public void append(int patient) {
        var tag = new Tag("patient:" + EventPayload.patient(patient));
        var id = CommitId.of(Hash.of(randomBytes()));
        var event = new NewEvent(NAME, Set.of(tag), EventPayload.BYTES);
        while (true) {
            long after = lastPositions.getOrDefault(patient, readUpTo);
            var outcome = log.append(new Append(id, List.of(event), new Condition(Criteria.tagged(tag), after)))
                    .join();
            switch (outcome) {
                case AppendOutcome.Appended(var commit) -> {
                    lastPositions.merge(patient, commit.lastPosition(), Math::max);
                    return;
                }
                case AppendOutcome.Conflicted(long position) -> lastPositions.merge(patient, position, Math::max);
                case AppendOutcome.AlreadyAppended again -> throw new IllegalStateException("Appended twice: " + again);
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
