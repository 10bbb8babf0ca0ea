package org.parcours.command.eventlog.mongo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.AppendRequest;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitCondition;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.EventLogFixtures;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.engine.SimulatedProcess;
import org.parcours.command.eventlog.history.HistoryChecker;
import org.parcours.command.eventlog.history.Operation;
import org.parcours.command.eventlog.history.Operation.AppendOperation;
import org.parcours.command.eventlog.history.Operation.ObservedOutcome;
import org.parcours.command.eventlog.history.Operation.ReadOperation;
import org.parcours.command.eventlog.simulation.DeterministicScheduler;

/**
 * A simulation with one seed: a replica set, processes that write, their clients, and a few faults. Then the faults
 * end, the clients finish, and the {@link HistoryChecker} checks the outcomes against the log.
 */
final class SimulationRun {

    private static final int PROCESSES = 3;
    private static final int CLIENTS = 4;
    private static final int COMMANDS = 3;
    private static final int PATIENTS = 4;
    private static final double NETWORK_FAULT_PROBABILITY = 0.03;
    private static final Duration FAULTS_END = Duration.ofSeconds(3);
    private static final Duration MAX_RECOVERY_TIME = Duration.ofMinutes(3);

    /** A command of a client; sent again it is the same. */
    private record SimulatedCommand(String name, Tag patient, List<EventData> events) {}

    /** A process with the actors that are killed with it. */
    private final class RunningProcess {

        private final int number;
        private final String name;
        private final SimulatedClock clock = new SimulatedClock(scheduler);
        private final List<DeterministicScheduler.Actor> actors = new ArrayList<>();
        private final List<SimulatedCommand> unfinished = new ArrayList<>();
        private SimulatedProcess process;

        private RunningProcess(int number, String name) {
            this.number = number;
            this.name = name;
        }

        private void spawn(Runnable body) {
            actors.add(scheduler.spawn(body));
        }
    }

    private final DeterministicScheduler scheduler;
    private final RuleVariant ruleVariant;
    private final SimulatedReplicaSet replicaSet;
    private final List<Operation> history = new ArrayList<>();
    private final RunningProcess[] processes = new RunningProcess[PROCESSES];
    private final Deque<SimulatedCommand> pendingCommands = new ArrayDeque<>();
    private int openCommands;
    private int startedProcesses;
    private long ticks;

    private SimulationRun(long seed, RuleVariant ruleVariant) {
        scheduler = new DeterministicScheduler(seed);
        this.ruleVariant = ruleVariant;
        replicaSet = new SimulatedReplicaSet(
                scheduler, ruleVariant.uniqueIndexes(), ruleVariant.journaling(), RuleVariant.MAX_BATCH_DOCUMENTS);
    }

    /** @return descriptions; empty: no violation */
    static List<String> violations(long seed, RuleVariant ruleVariant) {
        var run = new SimulationRun(seed, ruleVariant);
        try {
            return run.run();
        } finally {
            run.scheduler.shutDown();
        }
    }

    private List<String> run() {
        for (int number = 0; number < PROCESSES; number++) {
            start(number);
        }
        for (int faults = scheduler.random().nextInt(7); faults > 0; faults--) {
            scheduler.schedule(scheduler.randomDuration(Duration.ZERO, FAULTS_END), this::injectFault);
        }
        scheduler.runUntil(FAULTS_END);
        replicaSet.heal();
        for (var end = FAULTS_END; openCommands > 0 && end.compareTo(MAX_RECOVERY_TIME) < 0; end = end.plusSeconds(1)) {
            scheduler.runUntil(end);
        }
        var violations = new ArrayList<String>();
        if (openCommands > 0) {
            violations.add("%d commands did not complete within %s after the end of the faults"
                    .formatted(openCommands, MAX_RECOVERY_TIME));
        }
        violations.addAll(HistoryChecker.violations(history, finalLog()));
        return violations;
    }

    private List<Commit> finalLog() {
        for (int attempt = 0; attempt < 1000; attempt++) {
            var documents = replicaSet.finalDocuments();
            if (documents.isPresent()) {
                return documents.get().stream()
                        .sorted(Comparator.comparingLong(Commit::sequence))
                        .toList();
            }
            scheduler.runUntil(Duration.ofNanos(scheduler.now()).plusMillis(100));
        }
        throw new AssertionError("Defect of the model: the replica set does not converge");
    }

    // -- processes and their clients

    private void start(int number) {
        var process = new RunningProcess(number, "p" + ++startedProcesses);
        processes[number] = process;
        for (int client = 0; client < CLIENTS; client++) {
            for (int command = 0; command < COMMANDS; command++) {
                pendingCommands.addLast(newCommand(process.name + "/c" + client + "/" + command));
            }
        }
        openCommands += CLIENTS * COMMANDS;
        process.spawn(() -> {
            process.process = createProcess(process);
            process.spawn(process.process::writeGroups);
            process.spawn(() -> followLog(process));
            for (int client = 0; client < CLIENTS; client++) {
                var name = process.name + "/c" + client;
                process.spawn(() -> runClient(name, process));
            }
        });
    }

    private SimulatedProcess createProcess(RunningProcess process) {
        while (true) {
            try {
                var collection = new SimulatedCommitCollection(
                        scheduler, replicaSet, process.name, ruleVariant.guarantees(), NETWORK_FAULT_PROBABILITY);
                return new SimulatedProcess(
                        scheduler,
                        ruleVariant.storeDecorator().apply(new MongoCommitStore(collection)),
                        EventLogFixtures.smallLimits(
                                1 << 20, ruleVariant.maxGroupCommits(), 100, Duration.ofSeconds(3)),
                        process.clock,
                        ruleVariant.components());
            } catch (LogUnavailableException e) {
                scheduler.sleep(Duration.ofMillis(500));
            }
        }
    }

    private SimulatedCommand newCommand(String name) {
        var patient = new Tag("patient:" + scheduler.random().nextInt(PATIENTS));
        var events = new ArrayList<EventData>();
        for (int i = 0; i <= scheduler.random().nextInt(3); i++) {
            events.add(EventLogFixtures.event(EventLogFixtures.ADMITTED, name + "#" + i, patient));
        }
        return new SimulatedCommand(name, patient, events);
    }

    private void runClient(String client, RunningProcess process) {
        while (!pendingCommands.isEmpty()) {
            scheduler.sleep(scheduler.randomDuration(Duration.ZERO, Duration.ofMillis(300)));
            var command = pendingCommands.pollFirst();
            if (command == null) {
                return;
            }
            process.unfinished.add(command);
            executeUntilRecorded(client, process, command);
            process.unfinished.remove(command);
            openCommands--;
        }
    }

    /** Retries like an application: after a conflict, and under the same id after an unknown outcome. */
    private void executeUntilRecorded(String client, RunningProcess process, SimulatedCommand command) {
        while (true) {
            try {
                switch (attempt(client, process, command)) {
                    case AppendOutcome.Conflicted _ -> {}
                    case AppendOutcome.Appended _, AppendOutcome.AlreadyAppended _ -> {
                        return;
                    }
                }
            } catch (LogUnavailableException e) {
                scheduler.sleep(scheduler.randomDuration(Duration.ofMillis(10), Duration.ofMillis(400)));
            }
        }
    }

    private AppendOutcome attempt(String client, RunningProcess process, SimulatedCommand command) {
        var criteria = Criteria.tagged(command.patient());
        // Before the read, which may or may not see events that are appended meanwhile.
        long knownPosition = scheduler.chance(0.8) ? process.process.knownHead().position() : 0;
        var events = read(client, process, criteria);
        long afterPosition = events.isEmpty()
                ? knownPosition
                : Math.max(knownPosition, events.getLast().position());
        var condition = new CommitCondition(criteria, afterPosition);
        var request = new AppendRequest(EventLogFixtures.id(command.name()), command.events(), condition);
        var sentRequest = events.isEmpty() && !ruleVariant.markerWithoutMatch()
                ? request.withCondition(CommitCondition.none())
                : request;
        int index = history.size();
        long startedAt = ++ticks;
        history.add(new AppendOperation(
                client, process.name, startedAt, Long.MAX_VALUE, request, new ObservedOutcome.NoOutcome()));
        var outcome = process.process.append(sentRequest);
        history.set(
                index,
                new AppendOperation(client, process.name, startedAt, ++ticks, request, ObservedOutcome.of(outcome)));
        return outcome;
    }

    private List<LoggedEvent> read(String client, RunningProcess process, Criteria criteria) {
        long startedAt = ++ticks;
        var events = process.process.read(criteria, 0, 1000);
        history.add(new ReadOperation(
                client, process.name, startedAt, ++ticks, criteria, 0, 1000, EventLogFixtures.positions(events)));
        return events;
    }

    /** Reads page by page, like the publisher. */
    private void followLog(RunningProcess process) {
        int size = 3;
        long sequence = 0;
        long position = 0;
        while (true) {
            try {
                long startedAt = ++ticks;
                var page = process.process.commits(sequence, size);
                var events = page.stream()
                        .flatMap(commit -> commit.loggedEvents().stream())
                        .toList();
                history.add(new ReadOperation(
                        process.name + "/follower",
                        process.name,
                        startedAt,
                        ++ticks,
                        Criteria.matchAll(),
                        position,
                        page.size() == size ? events.size() : Integer.MAX_VALUE,
                        EventLogFixtures.positions(events)));
                if (!page.isEmpty()) {
                    sequence = page.getLast().sequence();
                    position = page.getLast().lastPosition();
                }
            } catch (LogUnavailableException | CorruptLogException e) {
                // read again
            }
            scheduler.sleep(scheduler.randomDuration(Duration.ofMillis(50), Duration.ofMillis(400)));
        }
    }

    // -- faults

    private void injectFault() {
        var random = scheduler.random();
        int member = random.nextInt(3);
        var process = processes[random.nextInt(PROCESSES)];
        var duration = scheduler.randomDuration(Duration.ofMillis(50), Duration.ofSeconds(2));
        switch (random.nextInt(10)) {
            case 0 -> replicaSet.crash(member, duration);
            case 1 -> replicaSet.partition(member, duration);
            case 2 -> replicaSet.partition(replicaSet.primary().orElse(member), duration);
            case 3 -> replicaSet.disconnectClient(process.name, member, duration);
            case 4 -> replicaSet.elect(member);
            case 5 ->
                process.clock.jump(scheduler
                        .randomDuration(Duration.ZERO, Duration.ofHours(2))
                        .minusHours(1));
            case 6 -> process.actors.forEach(actor -> actor.suspend(duration));
            case 7 -> kill(process);
            case 8 -> replicaSet.punchHole();
            case 9 -> replicaSet.cutPower();
            default -> throw new AssertionError();
        }
    }

    /**
     * The process is killed; its commands without an outcome are sent again, to another process or to its successor.
     */
    private void kill(RunningProcess process) {
        process.actors.forEach(DeterministicScheduler.Actor::kill);
        pendingCommands.addAll(process.unfinished);
        start(process.number);
    }
}
