package org.parcours.benchmarks.hospital;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.documents.StoredDocument;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.UnversionedEventName;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.message.Hl7Properties;
import org.parcours.command.journey.EventQuery;
import org.parcours.command.journey.EventTag;
import org.parcours.command.journey.decision.Decision;
import org.parcours.command.journey.decision.IdGenerator;
import org.parcours.command.journey.decision.MessageDecisionState;
import org.parcours.command.journey.decision.UnrecordedEvent;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.store.Hash;
import org.parcours.events.DerivedIds;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.events.IdentityEvent;
import org.parcours.events.PatientId;
import org.parcours.events.codec.EventCodec;
import org.parcours.events.codec.EventType;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Parses and decides messages as command-service does, with the events that it needs in memory. */
final class MessageRecording {

    /** What one message records. */
    record Recorded(CommitId id, List<EventData> events) {}

    private final Map<String, Map<EventTag, List<Envelope>>> recorded = new HashMap<>();
    private final EventCodec codec = new EventCodec();
    private final Hl7MessageParser parser;
    private final IdGenerator ids;

    MessageRecording(SplittableRandom random, Clock clock) {
        Hl7Properties properties = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("parcours.hl7", Hl7Properties.class);
        parser = new Hl7MessageParser(properties, new HashedDocuments(), clock);
        ids = new IdGenerator() {
            @Override
            public EventId nextEvent() {
                return new EventId(nextUuid());
            }

            @Override
            public PatientId nextPatient() {
                return new PatientId(nextUuid());
            }

            private UUID nextUuid() {
                return new UUID(random.nextLong(), random.nextLong());
            }
        };
    }

    /** @param after the position of the last event before it */
    Recorded record(HospitalPatient patient, String text, long after, Instant recordedAt) {
        if (!(parser.receive(text.getBytes(StandardCharsets.UTF_8)).parse() instanceof ParsedMessage message)) {
            throw new IllegalStateException("Not a valid message: " + text);
        }
        Map<EventTag, List<Envelope>> known = recorded.computeIfAbsent(patient.ipp(), ipp -> new HashMap<>());
        MessageDecisionState state = MessageDecisionState.of(message);
        Map<Long, Envelope> matching = new TreeMap<>();
        for (EventQuery query : state.queries()) {
            known.getOrDefault(query.tag(), List.of()).stream()
                    .filter(event -> query.types().isEmpty()
                            || query.types().contains(event.event().getClass()))
                    .forEach(event -> matching.put(event.position(), event));
        }
        for (Envelope event : matching.values()) {
            state = state.evolve(event);
        }
        if (!(state.decide(ids) instanceof Decision.AppendEvents(List<UnrecordedEvent> events, var _))) {
            throw new IllegalStateException("Recorded before: " + text);
        }
        long position = after;
        List<EventData> data = new ArrayList<>();
        for (UnrecordedEvent event : events) {
            Envelope envelope = event.envelope().atPosition(++position, recordedAt);
            event.tags().forEach(tag -> known.computeIfAbsent(tag, key -> new ArrayList<>())
                    .add(envelope));
            data.add(new EventData(
                    new UnversionedEventName(
                            EventType.of(envelope.event().getClass()).name()),
                    event.tags().stream()
                            .map(tag -> new Tag(tag.key() + ":" + tag.value()))
                            .collect(Collectors.toSet()),
                    codec.encodeForLog(event.envelope())));
        }
        CommitId id = new CommitId(
                DerivedIds.hash("commit", message.sender().application(), message.messageId(), message.digest()));
        return new Recorded(id, data);
    }

    /** No later message refers to the steps of the patient; identities stay known. */
    void forgetSteps(HospitalPatient patient) {
        recorded.get(patient.ipp()).values().removeIf(events -> {
            events.removeIf(event -> !(event.event() instanceof IdentityEvent));
            return events.isEmpty();
        });
    }

    /** The number of a patient's record. */
    Optional<PatientId> patientId(HospitalPatient patient) {
        return recorded.getOrDefault(patient.ipp(), Map.of()).values().stream()
                .flatMap(List::stream)
                .min(Comparator.comparingLong(Envelope::position))
                .map(Envelope::subject);
    }

    /** Knows the hash of a document, which is all that an event contains. */
    private static final class HashedDocuments implements DocumentStore {

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
