package org.parcours.command.eventlog.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.parcours.command.eventlog.AppendRequest;
import org.parcours.command.eventlog.CommitCondition;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.EventLogFixtures;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.history.Operation;
import org.parcours.command.eventlog.history.Operation.AppendOperation;
import org.parcours.command.eventlog.history.Operation.CommitLocation;
import org.parcours.command.eventlog.history.Operation.ObservedOutcome;
import org.parcours.command.eventlog.history.Operation.ReadOperation;
import org.parcours.command.store.Hash;

/**
 * The operations of the clients of one process and their outcomes, one a line, in a file that survives the process: a
 * line is written by one system call, so that {@code kill -9} loses no written line. Times are {@link
 * System#nanoTime()}, which all processes of a machine share (CLOCK_MONOTONIC).
 */
final class HistoryFile implements AutoCloseable {

    private final OutputStream file;

    HistoryFile(Path file) throws IOException {
        this.file = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void appendStarted(String client, WriterCommand command, long afterPosition) {
        write("A", client, System.nanoTime(), command.name(), command.patient(), command.events(), afterPosition);
    }

    void appendCompleted(String client, WriterCommand command, ObservedOutcome outcome) {
        switch (outcome) {
            case ObservedOutcome.AppendedAt(var location) ->
                write(
                        "T",
                        client,
                        System.nanoTime(),
                        command.name(),
                        "appended",
                        location.sequence(),
                        location.lastPosition(),
                        location.hash());
            case ObservedOutcome.AlreadyAppendedAt(var location) ->
                write(
                        "T",
                        client,
                        System.nanoTime(),
                        command.name(),
                        "before",
                        location.sequence(),
                        location.lastPosition(),
                        location.hash());
            case ObservedOutcome.ConflictedAt(long position) ->
                write("T", client, System.nanoTime(), command.name(), "conflict", position);
            case ObservedOutcome.NoOutcome() -> write("T", client, System.nanoTime(), command.name(), "nothing");
        }
    }

    void readCompleted(String client, long startedAt, int patient, List<Long> positions) {
        write(
                "R",
                client,
                startedAt,
                System.nanoTime(),
                patient,
                positions.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    private void write(Object... fields) {
        var line = Arrays.stream(fields).map(String::valueOf).collect(Collectors.joining(" ")) + "\n";
        try {
            file.write(line.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** A command of a client; sent again it is the same. */
    record WriterCommand(String name, int patient, int events) {

        Tag tag() {
            return new Tag("patient:" + patient);
        }

        AppendRequest toRequest(long afterPosition) {
            var eventData = new ArrayList<EventData>();
            for (int i = 0; i < events; i++) {
                eventData.add(EventLogFixtures.event(EventLogFixtures.ADMITTED, name + "#" + i, tag()));
            }
            return new AppendRequest(
                    EventLogFixtures.id(name), eventData, new CommitCondition(Criteria.tagged(tag()), afterPosition));
        }
    }

    /** The operations of a process, and its commands without an outcome. */
    record ParsedHistory(List<Operation> operations, List<WriterCommand> pendingCommands) {}

    static ParsedHistory parse(String process, Path file) throws IOException {
        var operations = new ArrayList<Operation>();
        var openOperations = new HashMap<String, Integer>(); // by client: the index of its open operation
        var pendingCommands = new HashMap<String, WriterCommand>();
        for (var line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
            var fields = line.split(" ", -1);
            var client = fields[1];
            switch (fields[0]) {
                case "A" -> {
                    var command =
                            new WriterCommand(fields[3], Integer.parseInt(fields[4]), Integer.parseInt(fields[5]));
                    pendingCommands.put(command.name(), command);
                    openOperations.put(client, operations.size());
                    operations.add(new AppendOperation(
                            client,
                            process,
                            Long.parseLong(fields[2]),
                            Long.MAX_VALUE,
                            command.toRequest(Long.parseLong(fields[6])),
                            new ObservedOutcome.NoOutcome()));
                }
                case "T" -> {
                    int index = openOperations.remove(client);
                    var started = (AppendOperation) operations.get(index);
                    operations.set(
                            index,
                            new AppendOperation(
                                    client,
                                    process,
                                    started.startedAt(),
                                    Long.parseLong(fields[2]),
                                    started.request(),
                                    parseOutcome(fields)));
                    if (!fields[4].equals("nothing") && !fields[4].equals("conflict")) {
                        pendingCommands.remove(fields[3]);
                    }
                }
                case "R" ->
                    operations.add(new ReadOperation(
                            client,
                            process,
                            Long.parseLong(fields[2]),
                            Long.parseLong(fields[3]),
                            Criteria.tagged(new Tag("patient:" + fields[4])),
                            0,
                            Integer.MAX_VALUE,
                            parsePositions(fields[5])));
                default -> throw new IllegalArgumentException(line);
            }
        }
        return new ParsedHistory(operations, List.copyOf(pendingCommands.values()));
    }

    private static ObservedOutcome parseOutcome(String[] fields) {
        return switch (fields[4]) {
            case "appended" -> new ObservedOutcome.AppendedAt(parseLocation(fields));
            case "before" -> new ObservedOutcome.AlreadyAppendedAt(parseLocation(fields));
            case "conflict" -> new ObservedOutcome.ConflictedAt(Long.parseLong(fields[5]));
            default -> new ObservedOutcome.NoOutcome();
        };
    }

    private static CommitLocation parseLocation(String[] fields) {
        return new CommitLocation(Long.parseLong(fields[5]), Long.parseLong(fields[6]), Hash.parse(fields[7]));
    }

    private static List<Long> parsePositions(String joined) {
        return joined.isEmpty()
                ? List.of()
                : Arrays.stream(joined.split(",")).map(Long::valueOf).toList();
    }
}
