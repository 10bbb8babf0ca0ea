package org.parcours.benchmarks.append;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.AppendRequest;
import org.parcours.command.eventlog.CommitCondition;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.UnversionedEventName;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.store.Hash;

/**
 * The event log of Parcours. The last position of each patient is cached, as the sequence for Axon's engine; events
 * recorded before the start count as read.
 */
final class ParcoursEventStore implements EventStoreUnderTest {

    private static final UnversionedEventName NAME = new UnversionedEventName("org.parcours.PatientTransferred");

    private final CommitLog log;
    private final long readUpTo;
    private final ConcurrentHashMap<Integer, Long> lastPositions = new ConcurrentHashMap<>();

    ParcoursEventStore(String url) {
        log = CommitLogFactory.open(url, EventLogSettings.defaults(), Clock.systemUTC());
        readUpTo = log.head().position();
    }

    @Override
    public void append(int patient) {
        var tag = new Tag("patient:" + EventPayload.patient(patient));
        var id = CommitId.of(Hash.of(randomBytes()));
        var event = new EventData(NAME, Set.of(tag), EventPayload.BYTES);
        while (true) {
            long after = lastPositions.getOrDefault(patient, readUpTo);
            var outcome = log.append(
                            new AppendRequest(id, List.of(event), new CommitCondition(Criteria.tagged(tag), after)))
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
