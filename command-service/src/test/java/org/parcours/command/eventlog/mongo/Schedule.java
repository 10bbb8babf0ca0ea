package org.parcours.command.eventlog.mongo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.parcours.command.eventlog.Append;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.Condition;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.command.eventlog.Samples;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.engine.SimulatedProcess;
import org.parcours.command.eventlog.history.HistoryChecker;
import org.parcours.command.eventlog.history.Operation;
import org.parcours.command.eventlog.history.Operation.Appending;
import org.parcours.command.eventlog.history.Operation.Reading;
import org.parcours.command.eventlog.history.Operation.Told;
import org.parcours.command.log.simulation.Scheduler;

/**
 * One seed: a replica set, processes that write, their clients, a few faults; then everything heals, the clients
 * finish, and what they were told is held against what the log holds.
 */
final class Schedule {

    private static final int PROCESSES = 3;
    private static final int CLIENTS = 4;
    private static final int COMMANDS = 3;
    private static final int PATIENTS = 4;
    private static final double BAD_LINE = 0.03;
    private static final Duration FAULTS_END = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofMinutes(3);

    /** What a client is to have recorded; whoever sends it again sends the same. */
    private record Command(String name, Tag patient, List<EventData> events) {}

    /** A process and all that dies with it. */
    private final class Running {

        private final int number;
        private final String name;
        private final SimulatedClock clock = new SimulatedClock(world);
        private final List<Scheduler.Actor> actors = new ArrayList<>();
        private final List<Command> unfinished = new ArrayList<>();
        private SimulatedProcess process;

        private Running(int number, String name) {
            this.number = number;
            this.name = name;
        }

        private void actor(Runnable body) {
            actors.add(world.spawn(body));
        }
    }

    private final Scheduler world;
    private final Rules rules;
    private final SimulatedReplicaSet set;
    private final List<Operation> history = new ArrayList<>();
    private final Running[] running = new Running[PROCESSES];
    private final Deque<Command> toSendAgain = new ArrayDeque<>();
    private int commandsAtWork;
    private int started;
    private long ticks;

    private Schedule(long seed, Rules rules) {
        world = new Scheduler(seed);
        this.rules = rules;
        set = new SimulatedReplicaSet(world, rules.keys(), rules.journaling(), Rules.MAX_DOCUMENTS_OF_A_BATCH);
    }

    /** @return what is wrong; empty: nothing */
    static List<String> violations(long seed, Rules rules) {
        var schedule = new Schedule(seed, rules);
        try {
            return schedule.run();
        } finally {
            schedule.world.end();
        }
    }

    private List<String> run() {
        for (int number = 0; number < PROCESSES; number++) {
            start(number);
        }
        for (int faults = world.random().nextInt(7); faults > 0; faults--) {
            world.after(world.between(Duration.ZERO, FAULTS_END), this::fault);
        }
        world.runUntil(FAULTS_END);
        set.heal();
        for (var end = FAULTS_END; commandsAtWork > 0 && end.compareTo(LONGEST) < 0; end = end.plusSeconds(1)) {
            world.runUntil(end);
        }
        var violations = new ArrayList<String>();
        if (commandsAtWork > 0) {
            violations.add("%d commands were not answered within %s of everything having healed"
                    .formatted(commandsAtWork, LONGEST));
        }
        violations.addAll(HistoryChecker.violations(history, log()));
        return violations;
    }

    private List<Commit> log() {
        for (int patience = 0; patience < 1000; patience++) {
            var settled = set.settled();
            if (settled.isPresent()) {
                return settled.get().stream()
                        .sorted(Comparator.comparingLong(Commit::sequence))
                        .toList();
            }
            world.runUntil(Duration.ofNanos(world.now()).plusMillis(100));
        }
        throw new AssertionError("The model is wrong: the replica set does not settle");
    }

    // -- processes and their clients

    private void start(int number) {
        var process = new Running(number, "p" + ++started);
        running[number] = process;
        for (int client = 0; client < CLIENTS; client++) {
            for (int command = 0; command < COMMANDS; command++) {
                toSendAgain.addLast(command(process.name + "/c" + client + "/" + command));
            }
        }
        commandsAtWork += CLIENTS * COMMANDS;
        process.actor(() -> {
            process.process = begin(process);
            process.actor(process.process::writeGroups);
            process.actor(() -> follow(process));
            for (int client = 0; client < CLIENTS; client++) {
                var name = process.name + "/c" + client;
                process.actor(() -> work(name, process));
            }
        });
    }

    private SimulatedProcess begin(Running process) {
        while (true) {
            try {
                var slots = new SimulatedSlots(world, set, process.name, rules.promises(), BAD_LINE);
                return new SimulatedProcess(
                        world,
                        rules.store().apply(new MongoCommitStore(slots)),
                        Samples.small(1 << 20, rules.maxGroupCommits(), 100, Duration.ofSeconds(3)),
                        process.clock,
                        rules.parts());
            } catch (LogUnavailableException e) {
                world.sleep(Duration.ofMillis(500));
            }
        }
    }

    private Command command(String name) {
        var patient = new Tag("patient:" + world.random().nextInt(PATIENTS));
        var events = new ArrayList<EventData>();
        for (int i = 0; i <= world.random().nextInt(3); i++) {
            events.add(Samples.event(Samples.ADMITTED, name + "#" + i, patient));
        }
        return new Command(name, patient, events);
    }

    private void work(String client, Running through) {
        while (!toSendAgain.isEmpty()) {
            world.sleep(world.between(Duration.ZERO, Duration.ofMillis(300)));
            var command = toSendAgain.pollFirst();
            if (command == null) {
                return;
            }
            through.unfinished.add(command);
            carryOut(client, through, command);
            through.unfinished.remove(command);
            commandsAtWork--;
        }
    }

    /** As an application does: again when it lost a race, and under the same id when it does not know. */
    private void carryOut(String client, Running through, Command command) {
        while (true) {
            try {
                switch (attempt(client, through, command)) {
                    case AppendOutcome.Conflicted _ -> {}
                    case AppendOutcome.Appended _, AppendOutcome.AlreadyAppended _ -> {
                        return;
                    }
                }
            } catch (LogUnavailableException e) {
                world.sleep(world.between(Duration.ofMillis(10), Duration.ofMillis(400)));
            }
        }
    }

    private AppendOutcome attempt(String client, Running through, Command command) {
        var about = Criteria.tagged(command.patient());
        // Before the read: what comes in while it is answered may or may not be seen.
        long seen = world.chance(0.8) ? through.process.seen().position() : 0;
        var found = read(client, through, about);
        long after = found.isEmpty() ? seen : Math.max(seen, found.getLast().position());
        var decidedOn = new Condition(about, after);
        var asked = new Append(Samples.id(command.name()), command.events(), decidedOn);
        var sent = found.isEmpty() && !rules.markerAlsoWhenNothingMatched() ? asked.on(Condition.none()) : asked;
        int place = history.size();
        long askedAt = ++ticks;
        history.add(new Appending(client, through.name, askedAt, Long.MAX_VALUE, asked, new Told.Nothing()));
        var outcome = through.process.append(sent);
        history.set(place, new Appending(client, through.name, askedAt, ++ticks, asked, Told.of(outcome)));
        return outcome;
    }

    private List<LoggedEvent> read(String client, Running through, Criteria criteria) {
        long askedAt = ++ticks;
        var found = through.process.read(criteria, 0, 1000);
        history.add(new Reading(client, through.name, askedAt, ++ticks, criteria, 0, 1000, Samples.positions(found)));
        return found;
    }

    /** As the publisher does: page by page, each after the one before. */
    private void follow(Running through) {
        int size = 3;
        long sequence = 0;
        long position = 0;
        while (true) {
            try {
                long askedAt = ++ticks;
                var page = through.process.commits(sequence, size);
                var events = page.stream()
                        .flatMap(commit -> commit.logged().stream())
                        .toList();
                history.add(new Reading(
                        through.name + "/follower",
                        through.name,
                        askedAt,
                        ++ticks,
                        Criteria.everything(),
                        position,
                        page.size() == size ? events.size() : Integer.MAX_VALUE,
                        Samples.positions(events)));
                if (!page.isEmpty()) {
                    sequence = page.getLast().sequence();
                    position = page.getLast().lastPosition();
                }
            } catch (LogUnavailableException | CorruptLogException e) {
                // again
            }
            world.sleep(world.between(Duration.ofMillis(50), Duration.ofMillis(400)));
        }
    }

    // -- faults

    private void fault() {
        var random = world.random();
        int member = random.nextInt(3);
        var process = running[random.nextInt(PROCESSES)];
        var duration = world.between(Duration.ofMillis(50), Duration.ofSeconds(2));
        switch (random.nextInt(10)) {
            case 0 -> set.crash(member, duration);
            case 1 -> set.cutOff(member, duration);
            case 2 -> set.cutOff(set.primary().orElse(member), duration);
            case 3 -> set.cutOffClient(process.name, member, duration);
            case 4 -> set.elect(member);
            case 5 ->
                process.clock.jump(
                        world.between(Duration.ZERO, Duration.ofHours(2)).minusHours(1));
            case 6 -> process.actors.forEach(actor -> actor.pause(duration));
            case 7 -> kill(process);
            case 8 -> set.punchHole();
            case 9 -> set.cutThePower();
            default -> throw new AssertionError();
        }
    }

    /** The process dies; its senders send what was not answered again, to another or to the one that comes after it. */
    private void kill(Running process) {
        process.actors.forEach(Scheduler.Actor::kill);
        toSendAgain.addAll(process.unfinished);
        start(process.number);
    }
}
