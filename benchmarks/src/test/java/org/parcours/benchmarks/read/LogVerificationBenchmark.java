package org.parcours.benchmarks.read;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.parcours.benchmarks.Benchmark;
import org.parcours.benchmarks.LogPrefiller;
import org.parcours.command.eventlog.engine.CommitStore;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.eventlog.verify.LogVerifier;
import org.parcours.command.eventlog.verify.ProgressListener;
import org.parcours.command.store.LocalPostgres;

/** How fast the log is verified. */
public final class LogVerificationBenchmark implements Benchmark {

    private static final int EVENTS = 200_000;

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String description() {
        return "Verification of the hash chain and the tag index of %,d events of 600 bytes with four tags each, as by 'bin/parcours log verify'."
                .formatted(EVENTS);
    }

    @Override
    public Table run() throws Exception {
        var rows = new ArrayList<List<String>>();
        var urls = List.of(
                List.of("PostgreSQL", LocalPostgres.shared().newDatabase()),
                List.of(
                        "SQLite",
                        "jdbc:sqlite:"
                                + Files.createTempDirectory("parcours-benchmark")
                                        .resolve("log.db")));
        for (var url : urls) {
            try (var store = CommitLogFactory.openStore(url.getLast())) {
                LogPrefiller.fillTo(store, EVENTS, 4, 20_000);
                verify(store, 2); // warm
                for (int threads : List.of(1, 2)) {
                    rows.add(List.of(
                            url.getFirst(), Integer.toString(threads), "%,.0f".formatted(verify(store, threads))));
                    System.err.println(rows.getLast());
                }
            }
        }
        return new Table(List.of("store", "threads", "events/s"), rows);
    }

    private static double verify(CommitStore store, int threads) throws InterruptedException {
        long startedAt = System.nanoTime();
        if (!LogVerifier.verify(store, threads, ProgressListener.NONE)
                .findings()
                .isEmpty()) {
            throw new IllegalStateException("The log is not valid");
        }
        return EVENTS / ((System.nanoTime() - startedAt) / 1e9);
    }
}
