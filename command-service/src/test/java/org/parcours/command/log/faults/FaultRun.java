package org.parcours.command.log.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.LogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.eventlog.history.HistoryChecker;
import org.parcours.command.eventlog.history.Operation;
import org.parcours.command.log.faults.Recorder.Work;

/** Writers on one log for so long, with faults that a seed chooses; then their histories are held against the log. */
final class FaultRun {

    /** Something that goes wrong, and is set right again by the run's end. */
    interface Fault {
        void strike(Random random) throws Exception;
    }

    /**
     * @param told how many operations clients were answered
     * @param commits that are in the log
     * @param struck the faults, in order
     * @param violations empty: nothing is wrong
     */
    record Result(long told, long commits, List<String> struck, List<String> violations) {}

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final String url;
    private final int clients;
    private final Path directory;
    private final Random random;
    private final List<Writer> writers = new ArrayList<>();
    private final List<Writer> ended = new ArrayList<>();
    private final List<String> struck = new ArrayList<>();
    private int started;

    private final class Writer {

        private final String name = "w" + ++started;
        private final Path file = directory.resolve(name + ".history");
        private final Process process;

        private Writer(List<Work> again) throws IOException {
            var toSendAgain = directory.resolve(name + ".again");
            Files.write(
                    toSendAgain,
                    again.stream()
                            .map(work -> "%s %d %d".formatted(work.name(), work.patient(), work.events()))
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
                            toSendAgain.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve(name + ".output").toFile())
                    .start();
        }
    }

    /** @param url of an empty log, as the writers reach it */
    FaultRun(String url, int writers, int clients, Path directory, long seed) throws IOException {
        this.url = url;
        this.clients = clients;
        this.directory = directory;
        random = new Random(seed);
        for (int i = 0; i < writers; i++) {
            this.writers.add(new Writer(List.of()));
        }
    }

    /** A writer dies at once; another comes, and sends what it had not been answered. */
    Fault killedWriter() {
        return random -> {
            int which = random.nextInt(writers.size());
            var writer = writers.get(which);
            note("writer %s is killed", writer.name);
            writer.process.destroyForcibly().waitFor();
            ended.add(writer);
            writers.set(
                    which, new Writer(Recorder.read(writer.name, writer.file).unanswered()));
        };
    }

    /** A writer stands still, and goes on as if nothing had been. */
    Fault stoppedWriter() {
        return random -> {
            var writer = writers.get(random.nextInt(writers.size()));
            note("writer %s stands still", writer.name);
            signal("-STOP", writer.process.pid());
            Thread.sleep(200 + random.nextInt(3000));
            signal("-CONT", writer.process.pid());
        };
    }

    /** A writer's clock is stepped, by up to an hour. */
    Fault steppedClock() {
        return random -> {
            var writer = writers.get(random.nextInt(writers.size()));
            int seconds = random.nextInt(7200) - 3600;
            note("the clock of %s is %d seconds off", writer.name, seconds);
            var output = writer.process.getOutputStream();
            output.write((seconds + "\n").getBytes());
            output.flush();
        };
    }

    static void signal(String signal, long process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(process)).start().waitFor();
    }

    void note(String what, Object... details) {
        struck.add(what.formatted(details));
    }

    /** @param heal sets right what faults may have left wrong; then the writers end, and all is looked at by this address */
    Result run(int seconds, List<Fault> faults, Fault heal, String direct) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        Thread.sleep(2500); // the writers' start
        while (System.nanoTime() < until) {
            faults.get(random.nextInt(faults.size())).strike(random);
            Thread.sleep(100 + random.nextInt(1500));
        }
        heal.strike(random);
        for (var writer : writers) {
            writer.process.getOutputStream().close();
        }
        for (var writer : writers) {
            if (!writer.process.waitFor(60, TimeUnit.SECONDS)) {
                writer.process.destroyForcibly().waitFor();
                note("writer %s had to be killed in the end", writer.name);
            }
            ended.add(writer);
        }
        return result(direct);
    }

    private Result result(String direct) throws IOException {
        var history = new ArrayList<Operation>();
        for (var writer : ended) {
            history.addAll(Recorder.read(writer.name, writer.file).history());
        }
        var log = log(direct);
        long told = history.stream()
                .filter(operation -> operation.answeredAt() < Long.MAX_VALUE)
                .count();
        return new Result(told, log.size(), struck, HistoryChecker.violations(history, log));
    }

    private static List<Commit> log(String url) {
        var commits = new ArrayList<Commit>();
        try (var log = CommitLogFactory.open(url, LogSettings.defaults(), Clock.systemUTC())) {
            for (var page = log.commits(0, 1000);
                    !page.isEmpty();
                    page = log.commits(commits.getLast().sequence(), 1000)) {
                commits.addAll(page);
            }
        }
        return commits;
    }
}
