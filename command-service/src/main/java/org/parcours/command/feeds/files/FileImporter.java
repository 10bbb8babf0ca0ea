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
import org.parcours.command.processing.ProcessingOptions;
import org.parcours.command.store.StoreUnavailableException;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.Visit;

/**
 * Takes the messages of files on the way of all others, as MIGRATION. It notes how far it is only where each message
 * before is in the log or in quarantine; stopped at any moment, and started again, it goes on there, and what it takes
 * twice is a duplicate (ImportFilesTest).
 */
public final class FileImporter {

    /** In the runbook. */
    public static final String TOO_LONG = "PARC-0402";

    private final List<FileFormat> formats;
    private final MessageProcessor processor;
    private final ImportCheckpointStore checkpoints;
    private final ImportProperties settings;

    public FileImporter(
            List<FileFormat> formats,
            MessageProcessor processor,
            ImportCheckpointStore checkpoints,
            ImportProperties settings) {
        this.formats = List.copyOf(formats);
        this.processor = processor;
        this.checkpoints = checkpoints;
        this.settings = settings;
    }

    /**
     * @param again from the beginning, also what was taken before
     * @param readUpTo told how many bytes have been read
     */
    public FileImportReport take(Path file, boolean again, LongConsumer readUpTo) throws IOException {
        FileImportReport report = new FileImportReport(file);
        String name = file.toRealPath().toString();
        Optional<ImportCheckpoint> earlier = again ? Optional.empty() : checkpoints.find(name);
        try (HashingFileReader bytes = HashingFileReader.open(file)) {
            String head = bytes.head();
            Optional<FileFormat> format =
                    formats.stream().filter(it -> it.recognises(head)).findFirst();
            if (head.isBlank()) {
                return report;
            }
            if (format.isEmpty()) {
                report.stopped("nobody here can read it");
                return report;
            }
            if (earlier.isPresent()) {
                bytes.skipTo(earlier.get().offset());
            }
            if (earlier.isEmpty() || bytes.hash().equals(earlier.get().hash())) {
                earlier.ifPresent(standing -> report.goesOn(standing.messages()));
                take(format.get(), bytes, name, report, readUpTo);
                return report;
            }
        }
        // Another file under the same name: from the beginning.
        return take(file, true, readUpTo);
    }

    private void take(
            FileFormat format, HashingFileReader bytes, String name, FileImportReport report, LongConsumer readUpTo)
            throws IOException {
        MessageReader pieces =
                format.pieces(bytes, Math.toIntExact(settings.maxMessage().toBytes()));
        ProcessingOptions options =
                ProcessingOptions.migrationFrom("file " + report.file().getFileName());
        long noted = 0;
        boolean more = true;
        while (more) {
            ConflictPartitioner<Parsed> lanes = new ConflictPartitioner<>();
            Optional<MessageReader.Piece> piece = Optional.empty();
            long together = 0;
            while (lanes.size() < settings.together()
                    && together < settings.maxMessage().toBytes()
                    && (piece = pieces.next()).isPresent()) {
                together += piece.get().message().length;
                Optional<Parsed> read = read(format, piece.get(), report);
                if (read.isEmpty()) {
                    return;
                }
                lanes.add(read.get());
            }
            more = piece.isPresent();
            if (!lanes.run(read -> record(read, report, options))) {
                return;
            }
            readUpTo.accept(bytes.offset());
            if (!more || report.messages() - noted >= settings.note()) {
                noted = report.messages();
                checkpoints.save(
                        name, new ImportCheckpoint(bytes.offset(), bytes.hash(), report.before() + report.messages()));
            }
        }
    }

    /** A message and the result of parsing it. */
    private record Parsed(MessageReader.Piece piece, ReceivedMessage message, ParseResult result)
            implements ConflictPartitioner.Item {

        /** Who and what it speaks of. */
        @Override
        public Set<Identifier> about() {
            return result instanceof ParsedMessage parsed
                    ? parsed.facts().stream()
                            .flatMap(fact -> Stream.concat(
                                    fact.patient().identifiers().stream(),
                                    fact.visit().flatMap(Visit::number).stream()))
                            .map(identifier -> Identifier.of(identifier.system(), identifier.value()))
                            .collect(Collectors.toSet())
                    : Set.of();
        }

        /** It speaks of others too, who are named inside the event. */
        @Override
        public boolean isAlone() {
            return result instanceof ParsedMessage parsed
                    && parsed.facts().stream()
                            .anyMatch(fact -> fact.event() instanceof IdentityEvent
                                    && !(fact.event() instanceof IdentityEvent.PatientRegistered)
                                    && !(fact.event() instanceof IdentityEvent.PatientIdentityUpdated));
        }
    }

    /** Empty where a document inside the message cannot be stored. */
    private Optional<Parsed> read(FileFormat format, MessageReader.Piece piece, FileImportReport report) {
        ReceivedMessage message = format.parser().receive(piece.message());
        if (piece.tooLong()) {
            String why = "longer than %s; this is how it begins".formatted(settings.maxMessage());
            return Optional.of(new Parsed(piece, message, new Rejection(TOO_LONG, "", why)));
        }
        return patiently(
                        () -> {
                            try {
                                return new Tried<>(processor.parse(message));
                            } catch (StoreUnavailableException e) {
                                return new Failed<>(new Outcome.Unavailable(e.toString()));
                            }
                        },
                        report)
                .map(result -> new Parsed(piece, message, result));
    }

    private boolean record(Parsed parsed, FileImportReport report, ProcessingOptions options) {
        Optional<Outcome> outcome = patiently(
                () -> switch (processor.record(parsed.message(), parsed.result(), options)) {
                    case Outcome.Unavailable unavailable -> new Failed<>(unavailable);
                    case Outcome done -> new Tried<>(done);
                },
                report);
        outcome.ifPresent(report::count);
        return outcome.isPresent();
    }

    private sealed interface Attempt<T> {}

    private record Tried<T>(T outcome) implements Attempt<T> {}

    private record Failed<T>(Outcome.Unavailable why) implements Attempt<T> {}

    /** Tries again while the store cannot be written, for as long as its patience lasts; then the report says why not. */
    private <T> Optional<T> patiently(Supplier<Attempt<T>> attempt, FileImportReport report) {
        long until = System.nanoTime() + settings.patience().toNanos();
        while (true) {
            switch (attempt.get()) {
                case Tried<T>(T outcome) -> {
                    return Optional.of(outcome);
                }
                case Failed<T>(Outcome.Unavailable why) -> {
                    if (System.nanoTime() > until || !paused()) {
                        report.count(why);
                        return Optional.empty();
                    }
                }
            }
        }
    }

    private boolean paused() {
        try {
            Thread.sleep(settings.pause());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
