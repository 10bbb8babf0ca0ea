package org.parcours.benchmarks.append;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.parcours.benchmarks.Benchmark;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.store.LocalPostgres;

/** The same clients in one process or in several, which have no leader and compete for commit slots. */
public final class AppendProcessesBenchmark implements Benchmark {

    private static final int CLIENTS = 64;
    private static final int SECONDS = 10;

    @Override
    public String name() {
        return "processes";
    }

    @Override
    public String description() {
        return "%d clients as in 'append', in one process or in several that write to the same PostgreSQL, for %d s."
                .formatted(CLIENTS, SECONDS);
    }

    @Override
    public Table run() throws Exception {
        var server = LocalPostgres.shared();
        var rows = new ArrayList<List<String>>();
        for (int processes : List.of(1, 2, 4, 8)) {
            var url = server.newDatabase();
            var running = new ArrayList<Process>();
            try (var store = CommitLogFactory.openStore(url)) {
                for (int i = 0; i < processes; i++) {
                    running.add(start(url, CLIENTS / processes));
                }
                Thread.sleep(6000L + 500 * processes); // start and warm-up
                long sequenceBefore = store.head().sequence();
                Thread.sleep(1000L * SECONDS);
                long sequenceAfter = store.head().sequence();
                rows.add(List.of(
                        Integer.toString(processes), "%,d".formatted((sequenceAfter - sequenceBefore) / SECONDS)));
                System.err.println(rows.getLast());
            } finally {
                running.forEach(Process::destroyForcibly);
            }
        }
        return new Table(List.of("processes", "commits/s"), rows);
    }

    private static Process start(String url, int clients) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AppendProcess.class.getName(),
                        url,
                        Integer.toString(clients))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
