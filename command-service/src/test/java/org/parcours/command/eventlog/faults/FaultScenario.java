package org.parcours.command.eventlog.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.eventlog.faults.HistoryFile.WriterCommand;
import org.parcours.command.eventlog.history.HistoryChecker;
import org.parcours.command.eventlog.history.Operation;

/** Runs writers on one log for some time, with faults chosen by a seed, then checks their histories against the log. */
final class FaultScenario {

    private static final int OPERATIONS_BEFORE_FAULTS = 50;

    /** A fault, which ends by itself or by the recovery. */
    interface Fault {
        void inject(Random random) throws Exception;
    }

    /**
     * @param answeredOperations how many operations of clients completed
     * @param commits how many commits the log has
     * @param injectedFaults the faults, in order
     * @param violations empty: none
     */
    record FaultScenarioResult(
            long answeredOperations, long commits, List<String> injectedFaults, List<String> violations) {}

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final String url;
    private final int clients;
    private final Path directory;
    private final Random random;
    private final List<WriterHandle> writers = new ArrayList<>();
    private final List<WriterHandle> endedWriters = new ArrayList<>();
    private final List<String> injectedFaults = new ArrayList<>();
    private int startedWriters;

    private final class WriterHandle {

        private final String name = "w" + ++startedWriters;
        private final Path file = directory.resolve(name + ".history");
        private final Process process;

        private WriterHandle(List<WriterCommand> commands) throws IOException {
            var pendingFile = directory.resolve(name + ".pending");
            Files.write(
                    pendingFile,
                    commands.stream()
                            .map(command -> "%s %d %d".formatted(command.name(), command.patient(), command.events()))
                            .toList());
            Files.createFile(file);
            process = new ProcessBuilder(
                            JAVA,
                            "-Xmx192m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Xshare:auto",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            WriterProcess.class.getName(),
                            url,
                            name,
                            Integer.toString(clients),
                            file.toString(),
                            pendingFile.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve(name + ".output").toFile())
                    .start();
        }
    }

    /** @param url the address of an empty log, as used by the writers */
    FaultScenario(String url, int writers, int clients, Path directory, long seed) throws IOException {
        this.url = url;
        this.clients = clients;
        this.directory = directory;
        random = new Random(seed);
        for (int i = 0; i < writers; i++) {
            this.writers.add(new WriterHandle(List.of()));
        }
    }

    /** A writer is killed; a new one takes over and sends its commands without an outcome again. */
    Fault killWriter() {
        return random -> {
            int index = random.nextInt(writers.size());
            var writer = writers.get(index);
            logFault("writer %s is killed", writer.name);
            writer.process.destroyForcibly().waitFor();
            endedWriters.add(writer);
            writers.set(
                    index,
                    new WriterHandle(HistoryFile.parse(writer.name, writer.file).pendingCommands()));
        };
    }

    /** A writer is suspended for a while, then continues. */
    Fault suspendWriter() {
        return random -> {
            var writer = writers.get(random.nextInt(writers.size()));
            logFault("writer %s is suspended", writer.name);
            sendSignal("-STOP", writer.process.pid());
            Thread.sleep(200 + random.nextInt(3000));
            sendSignal("-CONT", writer.process.pid());
        };
    }

    /** A writer's clock is stepped, by up to an hour. */
    Fault stepWriterClock() {
        return random -> {
            var writer = writers.get(random.nextInt(writers.size()));
            int seconds = random.nextInt(7200) - 3600;
            logFault("the clock of %s is off by %d seconds", writer.name, seconds);
            var output = writer.process.getOutputStream();
            output.write((seconds + "\n").getBytes());
            output.flush();
        };
    }

    static void sendSignal(String signal, long process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(process)).start().waitFor();
    }

    void logFault(String format, Object... details) {
        injectedFaults.add(format.formatted(details));
    }

    /**
     * @param recovery ends all faults; then the writers stop
     * @param directUrl the address of the log for the check
     */
    FaultScenarioResult run(int seconds, List<Fault> faults, Fault recovery, String directUrl) throws Exception {
        awaitFirstOutcomes();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < deadline) {
            faults.get(random.nextInt(faults.size())).inject(random);
            Thread.sleep(100 + random.nextInt(1500));
        }
        recovery.inject(random);
        for (var writer : writers) {
            writer.process.getOutputStream().close();
        }
        for (var writer : writers) {
            if (!writer.process.waitFor(60, TimeUnit.SECONDS)) {
                writer.process.destroyForcibly().waitFor();
                logFault("writer %s did not stop and was killed", writer.name);
            }
            endedWriters.add(writer);
        }
        return result(directUrl);
    }

    /** On a busy machine the writers' processes start slowly. */
    private void awaitFirstOutcomes() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        for (var writer : writers) {
            while (HistoryFile.parse(writer.name, writer.file).operations().size() < OPERATIONS_BEFORE_FAULTS
                    && System.nanoTime() < deadline) {
                Thread.sleep(100);
            }
        }
    }

    private FaultScenarioResult result(String directUrl) throws IOException {
        var history = new ArrayList<Operation>();
        for (var writer : endedWriters) {
            history.addAll(HistoryFile.parse(writer.name, writer.file).operations());
        }
        var log = readLog(directUrl);
        long answered = history.stream()
                .filter(operation -> operation.completedAt() < Long.MAX_VALUE)
                .count();
        return new FaultScenarioResult(answered, log.size(), injectedFaults, HistoryChecker.violations(history, log));
    }

    private static List<Commit> readLog(String url) {
        var commits = new ArrayList<Commit>();
        try (var log = CommitLogFactory.open(url, EventLogSettings.defaults(), Clock.systemUTC())) {
            for (var page = log.commits(0, 1000);
                    !page.isEmpty();
                    page = log.commits(commits.getLast().sequence(), 1000)) {
                commits.addAll(page);
            }
        }
        return commits;
    }
}
