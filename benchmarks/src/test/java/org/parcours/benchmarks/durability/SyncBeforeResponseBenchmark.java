package org.parcours.benchmarks.durability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.parcours.benchmarks.Benchmark;
import org.parcours.command.store.LocalPostgres;

/** Whether each append is answered only after its sync to disk, by a trace of the system calls. */
public final class SyncBeforeResponseBenchmark implements Benchmark {

    private static final int CLIENTS = 16;
    private static final int APPENDS = 50;

    @Override
    public String name() {
        return "power-cut";
    }

    @Override
    public String description() {
        return "strace -f -e trace=write,fsync,fdatasync of %d clients with %d appends each, and of every process of the database: responses without a sync of the log's file that began after the request and ended before the response. The expected number is 0."
                .formatted(CLIENTS, APPENDS);
    }

    @Override
    public Table run() throws Exception {
        if (!Files.isExecutable(Path.of("/usr/bin/strace"))) {
            throw new IllegalStateException("strace is not installed");
        }
        return new Table(
                List.of("store", "responses", "syncs", "responses before the sync"), List.of(sqlite(), postgresql()));
    }

    private static List<String> sqlite() throws Exception {
        var directory = Files.createTempDirectory("parcours-power-cut");
        var client = directory.resolve("client.trace");
        run(client, "jdbc:sqlite:" + directory.resolve("log.db"), directory);
        return row("SQLite", "log\\.db-wal", client);
    }

    private static List<String> postgresql() throws Exception {
        var server = LocalPostgres.withSettings();
        var directory = Files.createTempDirectory("parcours-power-cut");
        var client = directory.resolve("client.trace");
        var database = directory.resolve("database.trace");
        var tracer =
                strace(database, List.of("-p", Long.toString(server.pid()))).start();
        Thread.sleep(1000);
        try {
            run(client, server.newDatabase(), directory);
        } finally {
            tracer.destroy();
            tracer.waitFor();
            server.stop();
        }
        return row("PostgreSQL", "/pg_wal/", client, database);
    }

    private static void run(Path trace, String url, Path directory) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var exitCode = strace(
                        trace,
                        List.of(
                                java,
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                TracedAppendProcess.class.getName(),
                                url,
                                Integer.toString(CLIENTS),
                                Integer.toString(APPENDS),
                                directory.resolve("marks").toString()))
                .start()
                .waitFor();
        if (exitCode != 0) {
            throw new IllegalStateException("The traced process exited with " + exitCode);
        }
    }

    private static ProcessBuilder strace(Path trace, List<String> target) {
        var command = new ArrayList<>(List.of(
                "strace", "-f", "-ttt", "-T", "-y", "-e", "trace=write,fsync,fdatasync", "-o", trace.toString()));
        command.addAll(target);
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }

    private static List<String> row(String store, String durableFile, Path... traces) throws IOException {
        var trace = new SyscallTraceCheck(durableFile);
        for (var file : traces) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.forEach(trace::addLine);
            }
        }
        if (trace.responseCount() != CLIENTS * APPENDS) {
            throw new IllegalStateException("The trace shows " + trace.responseCount() + " responses");
        }
        var row = List.of(
                store,
                Integer.toString(trace.responseCount()),
                Integer.toString(trace.syncCount()),
                Integer.toString(trace.respondedTooEarly().size()));
        System.err.println(row + " " + List.of(traces));
        return row;
    }
}
