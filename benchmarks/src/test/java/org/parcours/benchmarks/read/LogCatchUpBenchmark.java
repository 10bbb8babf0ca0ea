package org.parcours.benchmarks.read;

import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.parcours.benchmarks.Benchmark;
import org.parcours.benchmarks.LogPrefiller;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.LogCursor;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.store.LocalPostgres;

/** How fast a reader of the whole log catches up. */
public final class LogCatchUpBenchmark implements Benchmark {

    private static final int EVENTS = 200_000;

    @Override
    public String name() {
        return "tail";
    }

    @Override
    public String description() {
        return "One reader reads %,d events of 600 bytes from the first on, page by page; the best of three runs."
                .formatted(EVENTS);
    }

    @Override
    public Table run() throws Exception {
        var rows = new ArrayList<List<String>>();
        rows.add(row("PostgreSQL", LocalPostgres.shared().newDatabase()));
        rows.add(row(
                "SQLite",
                "jdbc:sqlite:" + Files.createTempDirectory("parcours-benchmark").resolve("log.db")));
        return new Table(List.of("store", "events/s"), rows);
    }

    private static List<String> row(String store, String url) {
        try (var commitStore = CommitLogFactory.openStore(url)) {
            LogPrefiller.fillTo(commitStore, EVENTS, 1, 20_000);
        }
        try (var log = CommitLogFactory.open(url, EventLogSettings.defaults(), Clock.systemUTC())) {
            Supplier<Double> once = () -> follow(log);
            double best = Math.max(once.get(), Math.max(once.get(), once.get()));
            return List.of(store, "%,.0f".formatted(best));
        }
    }

    private static double follow(CommitLog log) {
        long startedAt = System.nanoTime();
        var events = new LogCursor(log, Criteria.matchAll(), 0);
        int read = 0;
        for (var page = events.nextEvents(); !page.isEmpty(); page = events.nextEvents()) {
            read += page.size();
        }
        if (read != EVENTS) {
            throw new IllegalStateException("Read " + read + " events of " + EVENTS);
        }
        return read / ((System.nanoTime() - startedAt) / 1e9);
    }
}
