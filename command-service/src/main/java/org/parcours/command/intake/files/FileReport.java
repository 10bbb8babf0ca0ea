package org.parcours.command.intake.files;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.parcours.command.intake.Taking.Taken;

/** What became of a file's messages in this import. */
public final class FileReport {

    private final Path file;
    private long before;
    private long recorded;
    private long events;
    private long duplicates;
    private long kept;
    private final Map<String, Long> quarantined = new TreeMap<>();
    private Optional<String> stopped = Optional.empty();

    FileReport(Path file) {
        this.file = file;
    }

    synchronized void count(Taken taken) {
        switch (taken) {
            case Taken.Recorded(int more) -> {
                recorded++;
                events += more;
            }
            case Taken.Duplicate _ -> duplicates++;
            case Taken.Kept _ -> kept++;
            case Taken.Quarantined(var why) ->
                quarantined.merge("%s %s".formatted(why.code(), why.field()).strip(), 1L, Long::sum);
            case Taken.Unavailable(String reason) -> stopped = Optional.of(reason);
        }
    }

    void goesOn(long messages) {
        before = messages;
    }

    void stopped(String why) {
        stopped = Optional.of(why);
    }

    public Path file() {
        return file;
    }

    /** Messages that an earlier import of this file had taken; they are not read again. */
    public long before() {
        return before;
    }

    public long recorded() {
        return recorded;
    }

    public long events() {
        return events;
    }

    public long duplicates() {
        return duplicates;
    }

    /** Well formed, and nothing that is tracked. */
    public long kept() {
        return kept;
    }

    public Map<String, Long> quarantined() {
        return Map.copyOf(quarantined);
    }

    /** Why it was not read to its end. */
    public Optional<String> stopped() {
        return stopped;
    }

    public long messages() {
        return recorded + duplicates + kept + sum();
    }

    public boolean isWell() {
        return stopped.isEmpty() && quarantined.isEmpty();
    }

    /** {@code 2 (PARC-0303 PID-3: 2)} */
    public String quarantine() {
        return quarantined.isEmpty()
                ? "0"
                : sum()
                        + quarantined.entrySet().stream()
                                .map(entry -> entry.getKey() + ": " + entry.getValue())
                                .collect(Collectors.joining(", ", " (", ")"));
    }

    private long sum() {
        return quarantined.values().stream().mapToLong(Long::longValue).sum();
    }
}
