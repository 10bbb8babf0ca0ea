package org.parcours.command.eventlog;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.parcours.command.eventlog.AppendOutcome.Appended;
import org.parcours.command.eventlog.chain.ChainVerificationResult;
import org.parcours.command.eventlog.chain.HashChain;
import org.parcours.command.store.Hash;

/** Values and helpers for tests of the event log. */
public final class EventLogFixtures {

    public static final UnversionedEventName ADMITTED = new UnversionedEventName("org.parcours.PatientAdmitted");
    public static final UnversionedEventName DISCHARGED = new UnversionedEventName("org.parcours.PatientDischarged");
    public static final Tag ANNE = new Tag("patient:anne");
    public static final Tag BRUNO = new Tag("patient:bruno");
    public static final Tag STAY = new Tag("stay:1");

    private EventLogFixtures() {}

    public static CommitId id(String command) {
        return CommitId.of(Hash.of(command.getBytes(StandardCharsets.UTF_8)));
    }

    public static EventData event(UnversionedEventName name, String content, Tag... tags) {
        return new EventData(name, Set.of(tags), content.getBytes(StandardCharsets.UTF_8));
    }

    public static EventData admitted(Tag... tags) {
        return event(ADMITTED, "admitted", tags);
    }

    public static EventData discharged(Tag... tags) {
        return event(DISCHARGED, "discharged", tags);
    }

    public static AppendRequest command(String command, EventData... events) {
        return new AppendRequest(id(command), List.of(events), CommitCondition.none());
    }

    public static AppendRequest command(String command, CommitCondition condition, EventData... events) {
        return new AppendRequest(id(command), List.of(events), condition);
    }

    public static Criteria withTags(Tag... tags) {
        return Criteria.tagged(tags);
    }

    public static Criteria withName(UnversionedEventName name, Tag... tags) {
        return new Criteria(List.of(new Criterion(Set.of(tags), Set.of(name))));
    }

    public static Criteria anyOf(Criteria... criteria) {
        return new Criteria(
                Arrays.stream(criteria).flatMap(one -> one.anyOf().stream()).toList());
    }

    /** Appends and waits; throws the exception of the log. */
    public static AppendOutcome append(CommitLog log, AppendRequest request) {
        try {
            return log.append(request).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    public static Commit appended(CommitLog log, AppendRequest request) {
        return ((Appended) append(log, request)).commit();
    }

    /** Verifies the hash chain of the whole log, page by page. */
    public static ChainVerificationResult verifyChain(CommitLog log) {
        var verified = new ChainVerificationResult.Intact(LogHead.empty());
        try {
            while (true) {
                var page = log.commits(verified.head().sequence(), 500);
                if (page.isEmpty()) {
                    return verified;
                }
                switch (HashChain.verify(verified.head(), page.stream())) {
                    case ChainVerificationResult.Broken broken -> {
                        return broken;
                    }
                    case ChainVerificationResult.Intact intact -> verified = intact;
                }
            }
        } catch (CorruptLogException e) {
            return new ChainVerificationResult.Broken(e.sequence(), String.valueOf(e.getMessage()));
        }
    }

    public static List<Long> positions(List<LoggedEvent> events) {
        return events.stream().map(LoggedEvent::position).collect(Collectors.toList());
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Small limits, otherwise the defaults. */
    public static EventLogSettings smallLimits(
            int maxCommitBytes, int maxGroupCommits, int maxQueued, Duration maxElapsedTime) {
        return smallLimits(maxCommitBytes, maxGroupCommits, maxQueued, maxQueued, maxElapsedTime);
    }

    public static EventLogSettings smallLimits(
            int maxCommitBytes, int maxGroupCommits, int maxQueued, int maxQueuedPerCaller, Duration maxElapsedTime) {
        var defaults = EventLogSettings.defaults();
        return new EventLogSettings(
                new EventLogSettings.GroupCommitSettings(
                        defaults.groupCommit().maxBytes(), maxGroupCommits, 100, maxCommitBytes, Duration.ZERO),
                new EventLogSettings.QueueSettings(maxQueued, defaults.queue().maxBytes(), maxQueuedPerCaller),
                new EventLogSettings.RetrySettings(
                        defaults.retry().maxRounds(),
                        maxElapsedTime,
                        defaults.retry().initialBackoff(),
                        Duration.ofMillis(20)),
                new EventLogSettings.ReadSettings(10_000, 8, 10_000, Duration.ofMillis(20)));
    }

    /** The defaults with another batch delay. */
    public static EventLogSettings withBatchDelay(Duration maxBatchDelay) {
        var defaults = EventLogSettings.defaults();
        var groups = defaults.groupCommit();
        return new EventLogSettings(
                new EventLogSettings.GroupCommitSettings(
                        groups.maxBytes(),
                        groups.maxCommits(),
                        groups.maxTags(),
                        groups.maxCommitBytes(),
                        maxBatchDelay),
                defaults.queue(),
                defaults.retry(),
                defaults.read());
    }

    /** A clock that moves only when set. */
    public static final class ManualClock extends Clock {

        private volatile Instant now;

        public ManualClock(Instant now) {
            this.now = now;
        }

        public void moveTo(Instant instant) {
            now = instant;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
