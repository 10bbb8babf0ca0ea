package org.parcours.command.feeds.files;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.parcours.command.processing.Outcome;

/** Counts the outcomes of a file's messages in one import. */
public final class FileImportSummary {

    private final Path file;
    private long importedBefore;
    private long recorded;
    private long events;
    private long duplicates;
    private long unsupported;
    private final Map<String, Long> quarantined = new TreeMap<>();
    private Optional<String> stopReason = Optional.empty();

    FileImportSummary(Path file) {
        this.file = file;
    }

    synchronized void count(Outcome outcome) {
        switch (outcome) {
            case Outcome.Recorded recorded -> {
                this.recorded++;
                events += recorded.receipts().size();
            }
            case Outcome.Duplicate _ -> duplicates++;
            case Outcome.Unsupported _ -> unsupported++;
            case Outcome.Rejected rejected ->
                quarantined.merge(
                        "%s %s"
                                .formatted(
                                        rejected.rejection().code(),
                                        rejected.rejection().field())
                                .strip(),
                        1L,
                        Long::sum);
            case Outcome.Unavailable(String reason) -> stopReason = Optional.of(reason);
        }
    }

    void resumeAfter(long messages) {
        importedBefore = messages;
    }

    void stop(String reason) {
        stopReason = Optional.of(reason);
    }

    public Path file() {
        return file;
    }

    /** Messages that an earlier import of this file processed; they are skipped. */
    public long importedBefore() {
        return importedBefore;
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

    /** Messages that report nothing that Parcours tracks. */
    public long unsupported() {
        return unsupported;
    }

    public Map<String, Long> quarantined() {
        return Map.copyOf(quarantined);
    }

    /** Why the file was not read to its end. */
    public Optional<String> stopReason() {
        return stopReason;
    }

    public long messages() {
        return recorded + duplicates + unsupported + quarantinedMessages();
    }

    public boolean isSuccessful() {
        return stopReason.isEmpty() && quarantined.isEmpty();
    }

    /** The number of quarantined messages, with their codes and fields: {@code 2 (PARC-0303 PID-3: 2)}. */
    public String quarantineText() {
        return quarantined.isEmpty()
                ? "0"
                : quarantinedMessages()
                        + quarantined.entrySet().stream()
                                .map(entry -> entry.getKey() + ": " + entry.getValue())
                                .collect(Collectors.joining(", ", " (", ")"));
    }

    private long quarantinedMessages() {
        return quarantined.values().stream().mapToLong(Long::longValue).sum();
    }
}
