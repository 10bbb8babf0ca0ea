package org.parcours.benchmarks.append;

import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.parcours.benchmarks.Benchmark;
import org.parcours.benchmarks.LogPrefiller;
import org.parcours.benchmarks.load.ClosedLoopLoad;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.store.LocalPostgres;

/** How throughput and size depend on the length of the log. */
public final class LogGrowthBenchmark implements Benchmark {

    private static final int CLIENTS = 64;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String description() {
        return "%d clients append as in 'append' to a log with this number of events (PostgreSQL; four tags per event, the average of Parcours). Each size has its own database; bytes per event of tables and indexes before the appends."
                .formatted(CLIENTS);
    }

    @Override
    public Table run() throws Exception {
        var server = LocalPostgres.shared();
        var rows = new ArrayList<List<String>>();
        for (int events : List.of(10_000, 100_000, 1_000_000)) {
            var url = server.newDatabase();
            try (var store = CommitLogFactory.openStore(url)) {
                LogPrefiller.fillTo(store, events, 4, AppendBenchmark.PATIENTS);
            }
            vacuum(url);
            var table = size(url, "pg_table_size('log_commit') + pg_table_size('log_event_tag')");
            var index = size(url, "pg_indexes_size('log_commit') + pg_indexes_size('log_event_tag')");
            try (var log = new ParcoursEventStore(url)) {
                var result = new ClosedLoopLoad(CLIENTS, Duration.ofSeconds(5), Duration.ofSeconds(10))
                        .run((client, random) -> log.append(AppendBenchmark.skewedPatient(random)));
                rows.add(List.of(
                        "%,d".formatted(events),
                        "%,.0f".formatted(result.perSecond()),
                        "%.2f".formatted(1000.0 * CLIENTS / result.perSecond()),
                        "%.1f".formatted(result.p99()),
                        table,
                        index));
                System.err.println(rows.getLast());
            }
        }
        return new Table(
                List.of(
                        "events",
                        "appends/s",
                        "ms per round of 64",
                        "p99 ms",
                        "table bytes/event",
                        "index bytes/event"),
                rows);
    }

    private static String size(String url, String sizes) throws Exception {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT (%s) / (SELECT max(last_position) FROM log_commit)".formatted(sizes))) {
            row.next();
            return "%,d".formatted(row.getLong(1));
        }
    }

    /** Runs vacuum and checkpoint of the generated log before the measurement. */
    private static void vacuum(String url) throws Exception {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE");
            statement.execute("CHECKPOINT");
        }
    }
}
