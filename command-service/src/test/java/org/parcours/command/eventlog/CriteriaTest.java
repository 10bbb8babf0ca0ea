package org.parcours.command.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.eventlog.EventLogFixtures.append;
import static org.parcours.command.eventlog.EventLogFixtures.id;
import static org.parcours.command.eventlog.EventLogFixtures.positions;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.opentest4j.TestAbortedException;
import org.parcours.command.eventlog.AppendOutcome.Appended;
import org.parcours.command.eventlog.AppendOutcome.Conflicted;
import org.parcours.command.eventlog.chain.EventDataCodec;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.store.LocalPostgres;

/** The results that a store finds by its index agree with {@link Criteria#matches}. */
class CriteriaTest {

    private static final List<CommitLog> LOGS = new ArrayList<>();

    record CriteriaQuery(Criteria criteria, long afterPosition, int limit) {}

    @BeforeContainer
    static void open() throws IOException {
        // Few recent events in memory, so that conditions are checked in the store.
        var settings = EventLogFixtures.smallLimits(100_000, 10, 10, Duration.ofSeconds(10));
        var file = Files.createTempDirectory("parcours").resolve("log.db");
        LOGS.add(CommitLogFactory.open("jdbc:sqlite:" + file, settings, Clock.systemUTC()));
        try {
            LOGS.add(CommitLogFactory.open(LocalPostgres.shared().newDatabase(), settings, Clock.systemUTC()));
        } catch (TestAbortedException noPostgres) {
            // SQLite alone
        }
    }

    @AfterContainer
    static void close() {
        LOGS.forEach(CommitLog::close);
        LOGS.clear();
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void reads_and_conditions_agree_with_matches(
            @ForAll("commits") List<List<EventData>> commits, @ForAll("queries") List<CriteriaQuery> queries) {
        for (var log : LOGS) {
            long start = log.head().position();
            for (var events : commits) {
                append(log, new AppendRequest(id("c" + log.head().position()), events, CommitCondition.none()));
            }
            var all = log.read(Criteria.matchAll(), 0, 10_000);
            for (var query : queries) {
                var expected = all.stream()
                        .filter(event -> event.position() > query.afterPosition())
                        .filter(event -> query.criteria().matches(event.name(), event.tags()))
                        .toList();

                assertThat(log.read(query.criteria(), query.afterPosition(), query.limit()))
                        .isEqualTo(expected.stream().limit(query.limit()).toList());

                var condition = new CommitCondition(query.criteria(), start / 2 + query.afterPosition());
                var conflict = positions(all).stream()
                        .filter(position -> position > condition.afterPosition())
                        .filter(position -> expected.stream().anyMatch(event -> event.position() == position))
                        .findFirst();
                var outcome =
                        append(log, new AppendRequest(id("q" + log.head().position()), commits.getFirst(), condition));
                if (conflict.isPresent()) {
                    assertThat(outcome).isEqualTo(new Conflicted(conflict.get()));
                } else {
                    assertThat(outcome).isInstanceOf(Appended.class);
                    all = log.read(Criteria.matchAll(), 0, 10_000);
                }
            }
        }
    }

    @Property(tries = 100)
    void events_are_decoded_as_they_were_encoded(@ForAll("commits") List<List<EventData>> commits) {
        for (var events : commits) {
            var bytes = EventDataCodec.encode(events);
            assertThat(bytes).hasSize((int) EventDataCodec.size(events));
            assertThat(EventDataCodec.decode(bytes)).isEqualTo(events);
            for (int i = 0; i < events.size(); i++) {
                assertThat(EventDataCodec.decode(bytes, i)).contains(events.get(i));
            }
            assertThat(EventDataCodec.decode(bytes, events.size())).isEmpty();
        }
    }

    @Provide
    Arbitrary<List<List<EventData>>> commits() {
        var event = Combinators.combine(
                        names(), tags(), Arbitraries.bytes().array(byte[].class).ofMaxSize(10))
                .as(EventData::new);
        return event.list().ofMinSize(1).ofMaxSize(4).list().ofMinSize(1).ofMaxSize(5);
    }

    @Provide
    Arbitrary<List<CriteriaQuery>> queries() {
        var criterion = Combinators.combine(tags(), names().set().ofMaxSize(2)).as(Criterion::new);
        var criteria = criterion.list().ofMaxSize(3).map(Criteria::new);
        return Combinators.combine(
                        criteria,
                        Arbitraries.longs().between(0, 30),
                        Arbitraries.integers().between(1, 10))
                .as(CriteriaQuery::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    private static Arbitrary<UnversionedEventName> names() {
        return Arbitraries.of("a.Admitted", "a.Discharged", "b.Admitted").map(UnversionedEventName::new);
    }

    private static Arbitrary<Set<Tag>> tags() {
        return Arbitraries.of("patient:1", "patient:2", "stay:1", "z")
                .map(Tag::new)
                .set()
                .ofMaxSize(3);
    }
}
