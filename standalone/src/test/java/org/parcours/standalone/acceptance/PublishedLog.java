package org.parcours.standalone.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.parcours.command.axon.AxonMessageRecorder;
import org.parcours.command.axon.RecordCommandSettings;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.message.DataEntryMetadata;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.Sender;
import org.parcours.command.publishing.EventPublisher;
import org.parcours.command.publishing.PublisherProperties;
import org.parcours.events.Demographics;
import org.parcours.events.DerivedIds;
import org.parcours.events.Identifier;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.Visit;
import org.parcours.events.codec.EventCodec;

/** A log in a file, what is recorded in it, and its publishers. */
final class PublishedLog implements AutoCloseable {

    private final Path file;
    private final String bootstrapServers;
    private final EventCodec codec = new EventCodec();
    private CommitLog log;
    private AxonMessageRecorder recorder;
    private int admissions;

    PublishedLog(Path file, String bootstrapServers) {
        this.file = file;
        this.bootstrapServers = bootstrapServers;
        open();
    }

    private void open() {
        log = CommitLogFactory.open(url(), EventLogSettings.defaults(), Clock.systemUTC());
        recorder = AxonMessageRecorder.start(log, codec, RecordCommandSettings.DEFAULT);
    }

    String url() {
        return "jdbc:sqlite:" + file;
    }

    long head() {
        return log.head().position();
    }

    /** Copies the closed file, which is its complete content. */
    void backUp() {
        whileClosed(() -> Files.copy(file, backup()));
    }

    void restore() {
        whileClosed(() -> {
            Files.delete(file);
            Files.copy(backup(), file);
        });
    }

    private interface FileWork {
        void run() throws IOException;
    }

    private void whileClosed(FileWork work) {
        close();
        if (Files.exists(Path.of(file + "-wal"))) {
            throw new IllegalStateException("The log is still in use");
        }
        try {
            work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open();
    }

    private Path backup() {
        return Path.of(file + ".backup");
    }

    EventPublisher startPublisher() {
        EventPublisher publisher = new EventPublisher(
                log,
                codec,
                bootstrapServers,
                new PublisherProperties(
                        true,
                        "parcours-publisher",
                        (short) 1,
                        7,
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(200),
                        Duration.ofMillis(500),
                        Duration.ofMillis(300)));
        publisher.start();
        return publisher;
    }

    void awaitPublished(EventPublisher publisher) {
        long head = head();
        EmbeddedParcours.await(() -> publisher.publishedPosition() == head, "position " + head + " is published");
    }

    void publish() {
        try (EventPublisher publisher = startPublisher()) {
            awaitPublished(publisher);
        }
    }

    /** Admissions of new patients: two events each. */
    void recordAdmissions(int count) {
        for (int i = 0; i < count; i++) {
            String id = "m" + ++admissions;
            Instant now = Instant.now();
            record(new ParsedMessage(
                    new Sender("GAM", Optional.empty(), "hl7v2"),
                    id,
                    DerivedIds.hash(id),
                    now,
                    DataEntryMetadata.NONE,
                    List.of(new Fact(
                            new PatientEvidence(List.of(Identifier.of("IPP", id)), Demographics.UNKNOWN),
                            Optional.empty(),
                            now.atOffset(ZoneOffset.UTC),
                            new PatientAdmitted(
                                    new Visit(Optional.of(Identifier.of("GAM", id)), Optional.of("I")),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty()))),
                    List.of()));
        }
    }

    void record(ParsedMessage message) {
        recorder.record(message);
    }

    @Override
    public void close() {
        recorder.close();
        log.close();
    }
}
