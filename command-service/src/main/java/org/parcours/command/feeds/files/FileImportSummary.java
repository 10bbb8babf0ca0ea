package org.parcours.command.feeds.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.parcours.command.message.Rejection;
import org.parcours.command.processing.Outcome;

/** Counts the outcomes of a file's messages in one import. */
public final class FileImportSummary {

    private static final int MAX_LINES = 20;

    private final Path file;
    private long importedBefore;
    private long recorded;
    private long events;
    private long duplicates;
    private long unsupported;
    private final Map<String, Long> quarantined = new TreeMap<>();
    private final List<Long> quarantinedLines = new ArrayList<>();
    private Optional<String> stopReason = Optional.empty();

    FileImportSummary(Path file) {
        this.file = file;
    }

    /** @param line on which the message begins */
    synchronized void count(Outcome outcome, long line) {
        switch (outcome) {
            case Outcome.Recorded recorded -> {
                this.recorded++;
                events += recorded.receipts().size();
            }
            case Outcome.Duplicate _ -> duplicates++;
            case Outcome.Unsupported _ -> unsupported++;
            case Outcome.Rejected rejected -> {
                Rejection rejection = rejected.rejection();
                quarantined.merge((rejection.code() + " " + rejection.field()).strip(), 1L, Long::sum);
                quarantinedLines.add(line);
            }
            case Outcome.Unavailable(String reason) -> stopReason = Optional.of(reason);
        }
    }

    /** @param messages that an earlier import of this file processed; they are skipped */
    void resumeAfter(long messages) {
        importedBefore = messages;
    }

    void stop(String reason) {
        stopReason = Optional.of(reason);
    }

    public Path file() {
        return file;
    }

    long importedBefore() {
        return importedBefore;
    }

    public long recorded() {
        return recorded;
    }

    public long events() {
        return events;
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

    /** One line, with the codes and fields of the quarantined messages: {@code quarantined 2 (PARC-0303 PID-3: 2) at lines 3, 7}. */
    public String toText() {
        String rejections = quarantined.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", "));
        return "%s: recorded %d, duplicates %d, unsupported %d, quarantined %d%s%s%s"
                .formatted(
                        file,
                        recorded,
                        duplicates,
                        unsupported,
                        quarantinedMessages(),
                        rejections.isEmpty() ? "" : " (" + rejections + ") at " + lines(),
                        importedBefore == 0 ? "" : ", imported earlier " + importedBefore,
                        stopReason.map(reason -> ", STOPPED: " + reason).orElse(""));
    }

    /** {@code lines 3, 7}: the first of them. */
    private String lines() {
        String first = quarantinedLines.stream()
                .sorted()
                .limit(MAX_LINES)
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return "line" + (quarantinedLines.size() == 1 ? " " : "s ") + first
                + (quarantinedLines.size() > MAX_LINES ? ", …" : "");
    }

    private long quarantinedMessages() {
        return quarantined.values().stream().mapToLong(Long::longValue).sum();
    }
}
