package org.parcours.command.feeds.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.ReceivedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.processing.MessageProcessor;
import org.parcours.command.processing.Outcome;
import org.parcours.command.processing.SubmissionContext;
import org.parcours.command.store.StoreOperationException;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.Visit;

/**
 * Imports the messages of files, marked as MIGRATION. It saves a checkpoint only when every earlier message is in the
 * log or in quarantine. Stopped at any moment and started again, it continues at the checkpoint; a message processed
 * twice is a duplicate (ImportFilesTest).
 */
public final class FileImporter {

    /** The code of a message that is too long; explained in the runbook. */
    public static final String TOO_LONG = "PARC-0402";

    private final List<FileFormatHandler> formats;
    private final MessageProcessor processor;
    private final ImportCheckpointStore checkpoints;
    private final ImportFilesCommandProperties settings;

    public FileImporter(
            List<FileFormatHandler> formats,
            MessageProcessor processor,
            ImportCheckpointStore checkpoints,
            ImportFilesCommandProperties settings) {
        this.formats = List.copyOf(formats);
        this.processor = processor;
        this.checkpoints = checkpoints;
        this.settings = settings;
    }

    /**
     * @param fromStart whether the checkpoint of an earlier import is ignored
     * @param onBytesRead called with the number of bytes read since its last call
     */
    public FileImportSummary importFile(Path file, boolean fromStart, LongConsumer onBytesRead) throws IOException {
        FileImportSummary summary = new FileImportSummary(file);
        String name = file.toRealPath().toString();
        Optional<ImportCheckpoint> checkpoint = fromStart ? Optional.empty() : checkpoints.find(name);
        try (HashingFileReader reader = HashingFileReader.open(file)) {
            String head = reader.head();
            Optional<FileFormatHandler> format = formats.stream()
                    .filter(candidate -> candidate.recognises(head))
                    .findFirst();
            if (head.isBlank()) {
                return summary;
            }
            if (format.isEmpty()) {
                summary.stop("unknown file format");
                return summary;
            }
            if (checkpoint.isPresent()) {
                reader.skipTo(checkpoint.get().offset());
            }
            if (checkpoint.isEmpty()
                    || reader.hashOfBytesRead().equals(checkpoint.get().hash())) {
                checkpoint.ifPresent(previous -> summary.resumeAfter(previous.messages()));
                importMessages(format.get(), reader, name, summary, onBytesRead);
                return summary;
            }
        }
        // Another file under the same name is read from its beginning.
        return importFile(file, true, onBytesRead);
    }

    private void importMessages(
            FileFormatHandler format,
            HashingFileReader reader,
            String name,
            FileImportSummary summary,
            LongConsumer onBytesRead)
            throws IOException {
        FileMessageReader messages = format.messageReader(
                reader, Math.toIntExact(settings.maxMessage().toBytes()));
        long reportedOffset = 0;
        long lastCheckpoint = 0;
        boolean more = true;
        while (more) {
            ConflictOrderedBatch<ParsedFileMessage> batch = new ConflictOrderedBatch<>();
            Optional<FileMessageReader.RawMessage> rawMessage = Optional.empty();
            long batchBytes = 0;
            while (batch.size() < settings.maxConcurrent()
                    && batchBytes < settings.maxMessage().toBytes()
                    && (rawMessage = messages.nextMessage()).isPresent()) {
                batchBytes += rawMessage.get().bytes().length;
                Optional<ParsedFileMessage> parsed = parse(format, rawMessage.get(), summary);
                if (parsed.isEmpty()) {
                    return;
                }
                batch.add(parsed.get());
            }
            more = rawMessage.isPresent();
            if (!batch.run(parsed -> record(parsed, summary))) {
                return;
            }
            onBytesRead.accept(reader.offset() - reportedOffset);
            reportedOffset = reader.offset();
            if (!more || summary.messages() - lastCheckpoint >= settings.checkpointInterval()) {
                lastCheckpoint = summary.messages();
                checkpoints.save(
                        name,
                        new ImportCheckpoint(
                                reader.offset(),
                                reader.hashOfBytesRead(),
                                summary.importedBefore() + summary.messages()));
            }
        }
    }

    private record ParsedFileMessage(ReceivedMessage message, long line, ParseResult result)
            implements ConflictOrderedBatch.Item {

        /** The patient and the stay of each fact. */
        @Override
        public Set<Identifier> conflictKeys() {
            return result instanceof ParsedMessage parsed
                    ? parsed.facts().stream()
                            .flatMap(fact -> Stream.concat(
                                    fact.patient().identifiers().stream(),
                                    fact.visit().flatMap(Visit::number).stream()))
                            .map(identifier -> Identifier.of(identifier.system(), identifier.value()))
                            .collect(Collectors.toSet())
                    : Set.of();
        }

        /** Identity events affect other patients too, which are named inside the event. */
        @Override
        public boolean isExclusive() {
            return result instanceof ParsedMessage parsed
                    && parsed.facts().stream()
                            .anyMatch(fact -> fact.event() instanceof IdentityEvent
                                    && !(fact.event() instanceof IdentityEvent.PatientRegistered)
                                    && !(fact.event() instanceof IdentityEvent.PatientIdentityUpdated));
        }
    }

    /** Empty where a document inside the message cannot be stored. */
    private Optional<ParsedFileMessage> parse(
            FileFormatHandler format, FileMessageReader.RawMessage rawMessage, FileImportSummary summary) {
        ReceivedMessage message = format.parser().receive(rawMessage.bytes());
        if (rawMessage.tooLong()) {
            String reason = "longer than %s; only its beginning is kept".formatted(settings.maxMessage());
            return Optional.of(new ParsedFileMessage(message, rawMessage.line(), new Rejection(TOO_LONG, "", reason)));
        }
        return withRetries(
                        () -> {
                            try {
                                return new AttemptSucceeded<>(processor.parse(message));
                            } catch (StoreOperationException e) {
                                return new AttemptFailed<>(new Outcome.Unavailable(e.toString()));
                            }
                        },
                        summary)
                .map(result -> new ParsedFileMessage(message, rawMessage.line(), result));
    }

    private boolean record(ParsedFileMessage parsed, FileImportSummary summary) {
        SubmissionContext context = SubmissionContext.migrationFrom(
                "file %s, line %d".formatted(summary.file().getFileName(), parsed.line()));
        Optional<Outcome> outcome = withRetries(
                () -> switch (processor.record(parsed.message(), parsed.result(), context)) {
                    case Outcome.Unavailable unavailable -> new AttemptFailed<>(unavailable);
                    case Outcome result -> new AttemptSucceeded<>(result);
                },
                summary);
        outcome.ifPresent(result -> summary.count(result, parsed.line()));
        return outcome.isPresent();
    }

    private sealed interface Attempt<T> {}

    private record AttemptSucceeded<T>(T result) implements Attempt<T> {}

    private record AttemptFailed<T>(Outcome.Unavailable outcome) implements Attempt<T> {}

    /** Retries while the store is unavailable; empty after the timeout, with the reason in the summary. */
    private <T> Optional<T> withRetries(Supplier<Attempt<T>> attempt, FileImportSummary summary) {
        long deadline = System.nanoTime() + settings.retryTimeout().toNanos();
        while (true) {
            switch (attempt.get()) {
                case AttemptSucceeded<T>(T result) -> {
                    return Optional.of(result);
                }
                case AttemptFailed<T>(Outcome.Unavailable outcome) -> {
                    if (System.nanoTime() > deadline || !pauseBeforeRetry()) {
                        summary.stop(outcome.reason());
                        return Optional.empty();
                    }
                }
            }
        }
    }

    private boolean pauseBeforeRetry() {
        try {
            Thread.sleep(settings.retryDelay());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
