package org.parcours.command.eventlog.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.EventLogFixtures;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.eventlog.faults.HistoryFile.WriterCommand;
import org.parcours.command.eventlog.history.Operation.ObservedOutcome;

/**
 * A process that writes to the log: its clients read, decide, append, and record the outcomes in a {@link HistoryFile}.
 * Each line of standard input sets its clock's offset in seconds; the end of standard input stops the process.
 */
final class WriterProcess {

    private static final int PATIENTS = 300;

    private final String name;
    private final CommitLog log;
    private final HistoryFile historyFile;
    private final ConcurrentLinkedQueue<WriterCommand> pendingCommands;
    private volatile boolean stopping;

    private WriterProcess(String name, CommitLog log, HistoryFile historyFile, List<WriterCommand> pendingCommands) {
        this.name = name;
        this.log = log;
        this.historyFile = historyFile;
        this.pendingCommands = new ConcurrentLinkedQueue<>(pendingCommands);
    }

    /** @param arguments address, name, number of clients, history file, file of pending commands of a killed process */
    public static void main(String... arguments) throws Exception {
        var clock = new SteppableClock();
        var pending = Files.readAllLines(Path.of(arguments[4])).stream()
                .map(line -> line.split(" "))
                .map(fields -> new WriterCommand(fields[0], Integer.parseInt(fields[1]), Integer.parseInt(fields[2])))
                .toList();
        var process = new WriterProcess(
                arguments[1], open(arguments[0], clock), new HistoryFile(Path.of(arguments[3])), pending);
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            int client = i;
            Thread.ofPlatform().start(() -> process.runClient(arguments[1] + "/c" + client));
        }
        try (var input = new java.io.BufferedReader(new java.io.InputStreamReader(System.in))) {
            for (var line = input.readLine(); line != null; line = input.readLine()) {
                clock.offset = Duration.ofSeconds(Long.parseLong(line));
            }
        }
        process.stopping = true;
    }

    /** Retries while the database is down. */
    private static CommitLog open(String url, Clock clock) throws InterruptedException {
        while (true) {
            try {
                return CommitLogFactory.open(url, EventLogSettings.defaults(), clock);
            } catch (RuntimeException e) {
                Thread.sleep(500);
            }
        }
    }

    private void runClient(String client) {
        var random = new Random(client.hashCode());
        for (int number = 0; !stopping; number++) {
            var pending = pendingCommands.poll();
            // Half of the commands concern one patient in a hundred.
            int patient = random.nextBoolean() ? random.nextInt(PATIENTS / 100) : random.nextInt(PATIENTS);
            executeUntilRecorded(
                    client,
                    pending != null
                            ? pending
                            : new WriterCommand(client + "/" + number, patient, 1 + random.nextInt(3)));
            pause(random.nextInt(20));
        }
        if (client.endsWith("c0")) {
            log.close();
            System.exit(0);
        }
    }

    private void executeUntilRecorded(String client, WriterCommand command) {
        while (!stopping) {
            try {
                switch (attempt(client, command)) {
                    case AppendOutcome.Conflicted _ ->
                        pause(ThreadLocalRandom.current().nextInt(20));
                    case AppendOutcome.Appended _, AppendOutcome.AlreadyAppended _ -> {
                        return;
                    }
                }
            } catch (LogUnavailableException e) {
                pause(50 + ThreadLocalRandom.current().nextInt(200));
            }
        }
    }

    private AppendOutcome attempt(String client, WriterCommand command) {
        long knownPosition = log.knownHead().position();
        long startedAt = System.nanoTime();
        var events = log.read(
                Criteria.tagged(command.tag()),
                0,
                EventLogSettings.defaults().read().maxPageSize());
        historyFile.readCompleted(client, startedAt, command.patient(), EventLogFixtures.positions(events));
        long afterPosition = events.isEmpty()
                ? knownPosition
                : Math.max(knownPosition, events.getLast().position());
        historyFile.appendStarted(client, command, afterPosition);
        try {
            var outcome = EventLogFixtures.append(log, command.toRequest(afterPosition));
            historyFile.appendCompleted(client, command, ObservedOutcome.of(outcome));
            return outcome;
        } catch (LogUnavailableException e) {
            historyFile.appendCompleted(client, command, new ObservedOutcome.NoOutcome());
            throw e;
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A clock with an adjustable offset. */
    private static final class SteppableClock extends Clock {

        private volatile Duration offset = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(offset);
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
