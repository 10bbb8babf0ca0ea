package org.parcours.standalone.acceptance;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.documents.StoredDocument;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.message.Hl7Properties;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.store.Hash;
import org.parcours.events.DocumentRef;
import org.parcours.standalone.demo.scenario.HospitalMessageGenerator;
import org.parcours.standalone.demo.source.OutgoingMessage;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Records the HL7 messages of the demo hospital until it is stopped, so many a second. */
final class MessageLoad implements Runnable, AutoCloseable {

    private static final int PATIENTS = 3_000;

    private final PublishedLog log;
    private final Iterator<OutgoingMessage> messages;
    private final Duration interval;
    private final Hl7MessageParser parser;
    private final Thread thread;
    private volatile boolean running = true;

    MessageLoad(PublishedLog log, long seed, int perSecond) {
        this.log = log;
        messages = new HospitalMessageGenerator(seed, Instant.now().truncatedTo(ChronoUnit.SECONDS))
                .history(PATIENTS).stream()
                        .filter(message -> new String(message.bytes(), 0, 3, StandardCharsets.US_ASCII).equals("MSH"))
                        .iterator();
        interval = Duration.ofSeconds(1).dividedBy(perSecond);
        Hl7Properties properties = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("parcours.hl7", Hl7Properties.class);
        parser = new Hl7MessageParser(properties, new NoDocuments(), Clock.systemUTC());
        thread = Thread.ofPlatform().name("load").start(this);
    }

    @Override
    public void run() {
        long next = System.nanoTime();
        try {
            while (running) {
                recordNext();
                next = Math.max(
                        next + interval.toNanos(),
                        System.nanoTime() - Duration.ofSeconds(1).toNanos());
                Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void recordNext() {
        if (!messages.hasNext()) {
            log.recordAdmissions(1);
        } else if (parser.receive(messages.next().bytes()).parse() instanceof ParsedMessage parsed) {
            log.record(parsed);
        }
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Knows the hash of a document, which is all that an event contains. */
    private static final class NoDocuments implements DocumentStore {

        @Override
        public DocumentRef put(String mediaType, byte[] bytes) {
            return new DocumentRef(mediaType, Hash.of(bytes).toString(), bytes.length, Optional.empty());
        }

        @Override
        public Optional<StoredDocument> get(Hash hash) {
            return Optional.empty();
        }
    }
}
