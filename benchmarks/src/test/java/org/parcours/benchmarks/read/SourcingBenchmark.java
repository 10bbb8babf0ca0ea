package org.parcours.benchmarks.read;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.parcours.benchmarks.Benchmark;
import org.parcours.benchmarks.LogPrefiller;
import org.parcours.benchmarks.append.AxonJpaStreamReader;
import org.parcours.benchmarks.load.ClosedLoopLoad;
import org.parcours.benchmarks.load.LoadResult;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.store.LocalPostgres;

/** Reads the whole stream of a tag, as a decision does. */
public final class SourcingBenchmark implements Benchmark {

    private static final List<Integer> LENGTHS = List.of(10, 1_000, 10_000);
    private static final int PAGE = 2_000;

    @Override
    public String name() {
        return "source";
    }

    @Override
    public String description() {
        return "One client repeatedly reads a stream of this number of events of 600 bytes by its tag, among as many other events.";
    }

    @Override
    public Table run() throws Exception {
        var server = LocalPostgres.shared();
        var rows = new ArrayList<List<String>>();
        var url = server.newDatabase();
        try (var store = CommitLogFactory.openStore(url)) {
            LENGTHS.forEach(length -> LogPrefiller.addStream(store, tag(length), length));
        }
        try (var log = CommitLogFactory.open(url, EventLogSettings.defaults(), Clock.systemUTC());
                var axon = new AxonJpaStreamReader(server.newDatabase(), LENGTHS)) {
            for (int length : LENGTHS) {
                rows.add(row("Parcours, PostgreSQL", length, measure(() -> read(log, length))));
                rows.add(row("Axon 5.0.1 JPA, PostgreSQL", length, measure(() -> axon.read(length))));
            }
        }
        return new Table(List.of("", "events", "streams/s", "p50 ms", "p99 ms"), rows);
    }

    private interface StreamRead {
        int read() throws Exception;
    }

    private static LoadResult measure(StreamRead streamRead) {
        return new ClosedLoopLoad(1, Duration.ofSeconds(3), Duration.ofSeconds(6))
                .run((client, random) -> streamRead.read());
    }

    private static int read(CommitLog log, int length) {
        long after = 0;
        int read = 0;
        while (true) {
            var page = log.read(Criteria.tagged(tag(length)), after, PAGE);
            read += page.size();
            if (page.size() < PAGE) {
                if (read != length) {
                    throw new IllegalStateException("Read " + read + " events of " + length);
                }
                return read;
            }
            after = page.getLast().position();
        }
    }

    private static Tag tag(int length) {
        return new Tag("patient:with-" + length);
    }

    private static List<String> row(String name, int length, LoadResult result) {
        var row = List.of(
                name,
                "%,d".formatted(length),
                "%,.0f".formatted(result.perSecond()),
                "%.2f".formatted(result.p50()),
                "%.2f".formatted(result.p99()));
        System.err.println(row);
        return row;
    }
}
