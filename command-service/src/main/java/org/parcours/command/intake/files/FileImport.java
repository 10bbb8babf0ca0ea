package org.parcours.command.intake.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.Refusal;
import org.parcours.command.intake.Report;
import org.parcours.command.intake.Taking;
import org.parcours.command.intake.Taking.Taken;
import org.parcours.command.intake.Understanding;
import org.parcours.command.store.StoreUnavailable;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.Visit;

/**
 * Takes the messages of files on the way of all others, as MIGRATION. It notes how far it is only where each message
 * before is in the log or in quarantine; stopped at any moment, and started again, it goes on there, and what it takes
 * twice is a duplicate (ImportFilesTest).
 */
public final class FileImport {

    /** In the runbook. */
    public static final String TOO_LONG = "PARC-0402";

    private final List<FileFormat> formats;
    private final Taking taking;
    private final Standing.Notes notes;
    private final ImportSettings settings;

    public FileImport(List<FileFormat> formats, Taking taking, Standing.Notes notes, ImportSettings settings) {
        this.formats = List.copyOf(formats);
        this.taking = taking;
        this.notes = notes;
        this.settings = settings;
    }

    /**
     * @param again from the beginning, also what was taken before
     * @param readUpTo told how many bytes have been read
     */
    public FileReport take(Path file, boolean again, LongConsumer readUpTo) throws IOException {
        FileReport report = new FileReport(file);
        String name = file.toRealPath().toString();
        Optional<Standing> earlier = again ? Optional.empty() : notes.of(name);
        try (FileBytes bytes = FileBytes.open(file)) {
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

    private void take(FileFormat format, FileBytes bytes, String name, FileReport report, LongConsumer readUpTo)
            throws IOException {
        Pieces pieces =
                format.pieces(bytes, Math.toIntExact(settings.maxMessage().toBytes()));
        String place = "file " + report.file().getFileName();
        long noted = 0;
        boolean more = true;
        while (more) {
            Lanes<Read> lanes = new Lanes<>();
            Optional<Pieces.Piece> piece = Optional.empty();
            long together = 0;
            while (lanes.size() < settings.together()
                    && together < settings.maxMessage().toBytes()
                    && (piece = pieces.next()).isPresent()) {
                together += piece.get().message().length;
                Optional<Read> read = read(format, piece.get(), report, place);
                if (read.isEmpty()) {
                    return;
                }
                lanes.add(read.get());
            }
            more = piece.isPresent();
            if (!lanes.run(read -> took(format, read, report, place))) {
                return;
            }
            readUpTo.accept(bytes.offset());
            if (!more || report.messages() - noted >= settings.note()) {
                noted = report.messages();
                notes.note(name, new Standing(bytes.offset(), bytes.hash(), report.before() + report.messages()));
            }
        }
    }

    /** A message, and what it means. */
    private record Read(Pieces.Piece piece, Understanding understood) implements Lanes.Item {

        /** Who and what it speaks of. */
        @Override
        public Set<Identifier> about() {
            return understood instanceof Report report
                    ? report.facts().stream()
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
            return understood instanceof Report report
                    && report.facts().stream()
                            .anyMatch(fact -> fact.event() instanceof IdentityEvent
                                    && !(fact.event() instanceof IdentityEvent.PatientRegistered)
                                    && !(fact.event() instanceof IdentityEvent.PatientIdentityUpdated));
        }
    }

    /** Empty where a document that the message brings along cannot be kept. */
    private Optional<Read> read(FileFormat format, Pieces.Piece piece, FileReport report, String place) {
        if (piece.tooLong()) {
            String why = "longer than %s; this is how it begins".formatted(settings.maxMessage());
            return Optional.of(new Read(piece, new Refusal(TOO_LONG, "", why)));
        }
        return patiently(
                        () -> {
                            try {
                                return new Tried<>(taking.understand(format.format(), piece.message(), place));
                            } catch (StoreUnavailable e) {
                                return new Failed<>(new Taken.Unavailable(e.toString()));
                            }
                        },
                        report)
                .map(understood -> new Read(piece, understood));
    }

    private boolean took(FileFormat format, Read read, FileReport report, String place) {
        Optional<Taken> taken = patiently(
                () -> switch (taking.take(
                        format.format(), read.piece().message(), read.understood(), Report::migrated, place)) {
                    case Taken.Unavailable unavailable -> new Failed<>(unavailable);
                    case Taken done -> new Tried<>(done);
                },
                report);
        taken.ifPresent(report::count);
        return taken.isPresent();
    }

    private sealed interface Attempt<T> {}

    private record Tried<T>(T outcome) implements Attempt<T> {}

    private record Failed<T>(Taken.Unavailable why) implements Attempt<T> {}

    /** Tries again while the store cannot be written, for as long as its patience lasts; then the report says why not. */
    private <T> Optional<T> patiently(Supplier<Attempt<T>> attempt, FileReport report) {
        long until = System.nanoTime() + settings.patience().toNanos();
        while (true) {
            switch (attempt.get()) {
                case Tried<T>(T outcome) -> {
                    return Optional.of(outcome);
                }
                case Failed<T>(Taken.Unavailable why) -> {
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
