package org.parcours.standalone.meaning;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.documents.StoredDocument;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.message.Hl7Properties;
import org.parcours.command.journey.decision.Decision;
import org.parcours.command.journey.decision.IdGenerator;
import org.parcours.command.journey.decision.MessageDecisionState;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.store.Hash;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.events.PatientId;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.timeline.fold.ValidTimeCutoff;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The way of a message without its stores: parse, decide, and fold to timelines. */
final class InMemoryPipeline {

    static final Instant RECEIVED_AT = Instant.parse("2030-01-01T00:00:00Z");

    private final List<Envelope> log = new ArrayList<>();
    private final SequentialIds ids = new SequentialIds();
    private final Hl7MessageParser parser;

    InMemoryPipeline() {
        Hl7Properties properties = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("parcours.hl7", Hl7Properties.class);
        parser = new Hl7MessageParser(properties, new NoDocuments(), Clock.fixed(RECEIVED_AT, ZoneOffset.UTC));
    }

    ParseResult parse(byte[] message) {
        return parser.receive(message).parse();
    }

    void record(byte[] message) {
        if (!(parse(message) instanceof ParsedMessage parsed)) {
            return;
        }
        MessageDecisionState state = MessageDecisionState.of(parsed);
        for (Envelope recorded : log) {
            state = state.evolve(recorded);
        }
        if (state.decide(ids) instanceof Decision.AppendEvents(var events, var _)) {
            events.forEach(event -> log.add(event.envelope().atPosition(log.size() + 1L, RECEIVED_AT)));
        }
    }

    /** The timeline of each patient record. */
    List<Timeline> timelines() {
        return log.stream()
                .map(Envelope::subject)
                .distinct()
                .map(patient -> Timeline.replay(patient, log, Optional.empty(), ValidTimeCutoff.NONE))
                .toList();
    }

    Collection<Envelope> log() {
        return List.copyOf(log);
    }

    private static final class SequentialIds implements IdGenerator {

        private long next = 1;

        @Override
        public EventId nextEvent() {
            return new EventId(new UUID(0, next++));
        }

        @Override
        public PatientId nextPatient() {
            return new PatientId(new UUID(1, next++));
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
