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
import org.parcours.command.store.Hash;

/** Words for the tests of the log. */
public final class Samples {

    public static final EventName ADMITTED = new EventName("org.parcours.PatientAdmitted");
    public static final EventName DISCHARGED = new EventName("org.parcours.PatientDischarged");
    public static final Tag ANNE = new Tag("patient:anne");
    public static final Tag BRUNO = new Tag("patient:bruno");
    public static final Tag STAY = new Tag("stay:1");

    private Samples() {}

    public static CommitId id(String command) {
        return CommitId.of(Hash.of(command.getBytes(StandardCharsets.UTF_8)));
    }

    public static EventData event(EventName name, String content, Tag... tags) {
        return new EventData(name, Set.of(tags), content.getBytes(StandardCharsets.UTF_8));
    }

    public static EventData admitted(Tag... tags) {
        return event(ADMITTED, "admitted", tags);
    }

    public static EventData discharged(Tag... tags) {
        return event(DISCHARGED, "discharged", tags);
    }

    public static Append command(String command, EventData... events) {
        return new Append(id(command), List.of(events), Condition.none());
    }

    public static Append command(String command, Condition condition, EventData... events) {
        return new Append(id(command), List.of(events), condition);
    }

    public static Criteria all(Tag... tags) {
        return Criteria.tagged(tags);
    }

    public static Criteria named(EventName name, Tag... tags) {
        return new Criteria(List.of(new Criterion(Set.of(tags), Set.of(name))));
    }

    public static Criteria any(Criteria... criteria) {
        return new Criteria(
                Arrays.stream(criteria).flatMap(one -> one.anyOf().stream()).toList());
    }

    /** The outcome, or the exception that the log gave. */
    public static AppendOutcome append(CommitLog log, Append append) {
        try {
            return log.append(append).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    public static Commit appended(CommitLog log, Append append) {
        return ((Appended) append(log, append)).commit();
    }

    public static List<Long> positions(List<LoggedEvent> events) {
        return events.stream().map(LoggedEvent::position).collect(Collectors.toList());
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Limits that a test reaches quickly; the rest as they are. */
    public static LogSettings small(int maxCommitBytes, int maxGroupCommits, int maxWaiting, Duration giveUpAfter) {
        return small(maxCommitBytes, maxGroupCommits, maxWaiting, maxWaiting, giveUpAfter);
    }

    public static LogSettings small(
            int maxCommitBytes, int maxGroupCommits, int maxWaiting, int maxWaitingOfOne, Duration giveUpAfter) {
        var defaults = LogSettings.defaults();
        return new LogSettings(
                new LogSettings.Groups(
                        defaults.groups().maxBytes(), maxGroupCommits, 100, maxCommitBytes, Duration.ZERO),
                new LogSettings.Queue(maxWaiting, defaults.queue().maxBytes(), maxWaitingOfOne),
                new LogSettings.Patience(
                        defaults.patience().maxRounds(),
                        giveUpAfter,
                        defaults.patience().firstPause(),
                        Duration.ofMillis(20)),
                new LogSettings.Reading(10_000, 8, 10_000, Duration.ofMillis(20)));
    }

    /** The defaults, but for how long a group waits for more. */
    public static LogSettings gathering(Duration gather) {
        var defaults = LogSettings.defaults();
        var groups = defaults.groups();
        return new LogSettings(
                new LogSettings.Groups(
                        groups.maxBytes(), groups.maxCommits(), groups.maxTags(), groups.maxCommitBytes(), gather),
                defaults.queue(),
                defaults.patience(),
                defaults.reading());
    }

    /** A clock that stands still until it is moved. */
    public static final class HandClock extends Clock {

        private volatile Instant now;

        public HandClock(Instant now) {
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
