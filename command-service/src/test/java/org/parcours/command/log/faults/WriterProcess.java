package org.parcours.command.log.faults;

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
import org.parcours.command.eventlog.LogSettings;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.Samples;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.eventlog.history.Operation.Told;
import org.parcours.command.log.faults.Recorder.Work;

/**
 * A process that writes until it is killed: its clients look, decide, append, and write down what they were told.
 * Standard input moves its clock: a number of seconds a line; its end ends it.
 */
final class WriterProcess {

    private static final int PATIENTS = 300;

    private final String name;
    private final CommitLog log;
    private final Recorder recorder;
    private final ConcurrentLinkedQueue<Work> toSendAgain;
    private volatile boolean ending;

    private WriterProcess(String name, CommitLog log, Recorder recorder, List<Work> toSendAgain) {
        this.name = name;
        this.log = log;
        this.recorder = recorder;
        this.toSendAgain = new ConcurrentLinkedQueue<>(toSendAgain);
    }

    /** {@code url name clients file again}: the file to write down in; one with what others were not answered. */
    public static void main(String... arguments) throws Exception {
        var clock = new SteppedClock();
        var again = Files.readAllLines(Path.of(arguments[4])).stream()
                .map(line -> line.split(" "))
                .map(words -> new Work(words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2])))
                .toList();
        var process =
                new WriterProcess(arguments[1], open(arguments[0], clock), new Recorder(Path.of(arguments[3])), again);
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            int client = i;
            Thread.ofPlatform().start(() -> process.work(arguments[1] + "/c" + client));
        }
        try (var input = new java.io.BufferedReader(new java.io.InputStreamReader(System.in))) {
            for (var line = input.readLine(); line != null; line = input.readLine()) {
                clock.off = Duration.ofSeconds(Long.parseLong(line));
            }
        }
        process.ending = true;
    }

    /** The database may be down just then. */
    private static CommitLog open(String url, Clock clock) throws InterruptedException {
        while (true) {
            try {
                return CommitLogFactory.open(url, LogSettings.defaults(), clock);
            } catch (RuntimeException e) {
                Thread.sleep(500);
            }
        }
    }

    private void work(String client) {
        var random = new Random(client.hashCode());
        for (int number = 0; !ending; number++) {
            var again = toSendAgain.poll();
            // Half of all concern one patient in a hundred.
            int patient = random.nextBoolean() ? random.nextInt(PATIENTS / 100) : random.nextInt(PATIENTS);
            carryOut(client, again != null ? again : new Work(client + "/" + number, patient, 1 + random.nextInt(3)));
            pause(random.nextInt(20));
        }
        if (client.endsWith("c0")) {
            log.close();
            System.exit(0);
        }
    }

    private void carryOut(String client, Work work) {
        while (!ending) {
            try {
                switch (attempt(client, work)) {
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

    private AppendOutcome attempt(String client, Work work) {
        long seen = log.seen().position();
        long askedAt = System.nanoTime();
        var found = log.read(
                Criteria.tagged(work.tag()), 0, LogSettings.defaults().reading().maxPage());
        recorder.reads(client, askedAt, work.patient(), Samples.positions(found));
        long after = found.isEmpty() ? seen : Math.max(seen, found.getLast().position());
        recorder.asks(client, work, after);
        try {
            var outcome = Samples.append(log, work.on(after));
            recorder.isTold(client, work, Told.of(outcome));
            return outcome;
        } catch (LogUnavailableException e) {
            recorder.isTold(client, work, new Told.Nothing());
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

    /** A clock that somebody steps, back and forth. */
    private static final class SteppedClock extends Clock {

        private volatile Duration off = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(off);
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
