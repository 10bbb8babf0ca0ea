package org.parcours.command.log.faults;

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
import org.parcours.command.eventlog.Append;
import org.parcours.command.eventlog.Condition;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.Samples;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.history.Operation;
import org.parcours.command.eventlog.history.Operation.Appending;
import org.parcours.command.eventlog.history.Operation.Place;
import org.parcours.command.eventlog.history.Operation.Reading;
import org.parcours.command.eventlog.history.Operation.Told;
import org.parcours.command.store.Hash;

/**
 * What the clients of one process ask and are told, a line each, in a file that outlives the process: a line is written
 * by one system call, so that {@code kill -9} takes no line that was written. Times are {@link System#nanoTime()}, which
 * all processes of a machine share (CLOCK_MONOTONIC).
 */
final class Recorder implements AutoCloseable {

    private final OutputStream file;

    Recorder(Path file) throws IOException {
        this.file = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void asks(String client, Work work, long after) {
        write("A", client, System.nanoTime(), work.name(), work.patient(), work.events(), after);
    }

    void isTold(String client, Work work, Told told) {
        switch (told) {
            case Told.Appended(var at) ->
                write(
                        "T",
                        client,
                        System.nanoTime(),
                        work.name(),
                        "appended",
                        at.sequence(),
                        at.lastPosition(),
                        at.hash());
            case Told.AlreadyAppended(var at) ->
                write(
                        "T",
                        client,
                        System.nanoTime(),
                        work.name(),
                        "before",
                        at.sequence(),
                        at.lastPosition(),
                        at.hash());
            case Told.Conflicted(long position) ->
                write("T", client, System.nanoTime(), work.name(), "conflict", position);
            case Told.Nothing() -> write("T", client, System.nanoTime(), work.name(), "nothing");
        }
    }

    void reads(String client, long askedAt, int patient, List<Long> positions) {
        write(
                "R",
                client,
                askedAt,
                System.nanoTime(),
                patient,
                positions.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    private void write(Object... words) {
        var line = Arrays.stream(words).map(String::valueOf).collect(Collectors.joining(" ")) + "\n";
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

    /** What a client is to have recorded; whoever sends it again sends the same. */
    record Work(String name, int patient, int events) {

        Tag tag() {
            return new Tag("patient:" + patient);
        }

        Append on(long after) {
            var contents = new ArrayList<EventData>();
            for (int i = 0; i < events; i++) {
                contents.add(Samples.event(Samples.ADMITTED, name + "#" + i, tag()));
            }
            return new Append(Samples.id(name), contents, new Condition(Criteria.tagged(tag()), after));
        }
    }

    /** The history of a process, and what it left unanswered. */
    record Read(List<Operation> history, List<Work> unanswered) {}

    static Read read(String process, Path file) throws IOException {
        var history = new ArrayList<Operation>();
        var open = new HashMap<String, Integer>(); // by client: where its question stands
        var works = new HashMap<String, Work>();
        for (var line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
            var words = line.split(" ", -1);
            var client = words[1];
            switch (words[0]) {
                case "A" -> {
                    var work = new Work(words[3], Integer.parseInt(words[4]), Integer.parseInt(words[5]));
                    works.put(work.name(), work);
                    open.put(client, history.size());
                    history.add(new Appending(
                            client,
                            process,
                            Long.parseLong(words[2]),
                            Long.MAX_VALUE,
                            work.on(Long.parseLong(words[6])),
                            new Told.Nothing()));
                }
                case "T" -> {
                    int place = open.remove(client);
                    var asked = (Appending) history.get(place);
                    history.set(
                            place,
                            new Appending(
                                    client,
                                    process,
                                    asked.askedAt(),
                                    Long.parseLong(words[2]),
                                    asked.append(),
                                    told(words)));
                    if (!words[4].equals("nothing") && !words[4].equals("conflict")) {
                        works.remove(words[3]);
                    }
                }
                case "R" ->
                    history.add(new Reading(
                            client,
                            process,
                            Long.parseLong(words[2]),
                            Long.parseLong(words[3]),
                            Criteria.tagged(new Tag("patient:" + words[4])),
                            0,
                            Integer.MAX_VALUE,
                            positions(words[5])));
                default -> throw new IllegalArgumentException(line);
            }
        }
        return new Read(history, List.copyOf(works.values()));
    }

    private static Told told(String[] words) {
        return switch (words[4]) {
            case "appended" -> new Told.Appended(place(words));
            case "before" -> new Told.AlreadyAppended(place(words));
            case "conflict" -> new Told.Conflicted(Long.parseLong(words[5]));
            default -> new Told.Nothing();
        };
    }

    private static Place place(String[] words) {
        return new Place(Long.parseLong(words[5]), Long.parseLong(words[6]), Hash.parse(words[7]));
    }

    private static List<Long> positions(String joined) {
        return joined.isEmpty()
                ? List.of()
                : Arrays.stream(joined.split(",")).map(Long::valueOf).toList();
    }
}
