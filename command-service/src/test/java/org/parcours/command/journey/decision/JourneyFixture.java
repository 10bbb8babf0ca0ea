package org.parcours.command.journey.decision;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.parcours.command.journey.EventQuery;
import org.parcours.command.journey.EventTag;
import org.parcours.command.message.DataEntryMetadata;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.Sender;
import org.parcours.events.Anomaly;
import org.parcours.events.Demographics;
import org.parcours.events.DerivedIds;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventId;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.MovementReference;
import org.parcours.events.PatientId;
import org.parcours.events.UnknownFields;
import org.parcours.events.Visit;

/**
 * Decides messages and keeps the recorded events in memory; each decision reads only the events that match its queries,
 * as in the log.
 */
public final class JourneyFixture {

    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    public static final OffsetDateTime JUST_NOW = NOW.minusSeconds(60).atOffset(ZoneOffset.ofHours(1));

    private final List<UnrecordedEvent> log = new ArrayList<>();
    private long idCount;
    private long messageCount;

    private final IdGenerator sequentialIds = new IdGenerator() {
        @Override
        public EventId nextEvent() {
            return new EventId(new UUID(1, ++idCount));
        }

        @Override
        public PatientId nextPatient() {
            return new PatientId(new UUID(2, ++idCount));
        }
    };

    public static Identifier ipp(String value) {
        return Identifier.of("urn:oid:1.2.250.1.211.10.200.2", value);
    }

    public static Identifier ins(String value) {
        return Identifier.of("urn:oid:1.2.250.1.213.1.4.8", value);
    }

    public static Visit visit(String number) {
        return new Visit(Optional.of(Identifier.of("urn:oid:1.2.250.1.211.12.1.2", number)), Optional.of("I"));
    }

    public static Optional<MovementReference> movement(String id) {
        return Optional.of(new MovementReference(Identifier.of("CPAGE", id), Optional.empty(), false));
    }

    public static Fact fact(Event event, OffsetDateTime at, Identifier... identifiers) {
        return new Fact(new PatientEvidence(List.of(identifiers), Demographics.UNKNOWN), Optional.empty(), at, event);
    }

    public static ParsedMessage message(String application, String messageId, String content, Fact... facts) {
        return new ParsedMessage(
                new Sender(application, Optional.empty(), "hl7v2"),
                messageId,
                DerivedIds.hash(content),
                NOW,
                DataEntryMetadata.NONE,
                List.of(facts),
                List.of());
    }

    /** Records the next message of the hospital's GAM: one fact, reported just now, about one patient. */
    public List<Envelope> record(Event event, Identifier... identifiers) {
        return record(event, JUST_NOW, identifiers);
    }

    public List<Envelope> record(Event event, OffsetDateTime at, Identifier... identifiers) {
        String messageId = "m" + ++messageCount;
        return record(message("GAM", messageId, messageId, fact(event, at, identifiers)));
    }

    public List<Envelope> record(ParsedMessage message) {
        return switch (decide(message)) {
            case Decision.DuplicateMessage _ -> List.of();
            case Decision.AppendEvents(var events, var _) -> {
                List<Envelope> recorded = new ArrayList<>();
                for (UnrecordedEvent event : events) {
                    Envelope envelope = event.envelope().atPosition(log.size() + 1, NOW);
                    log.add(new UnrecordedEvent(envelope, event.tags()));
                    recorded.add(envelope);
                }
                yield recorded;
            }
        };
    }

    /** Adds an event that an earlier version of Parcours recorded, and this one does not. */
    public void recordAsEarlierVersion(PatientId subject, PatientIdentityUpdated event) {
        Envelope previous = log.getLast().envelope();
        Envelope envelope = new Envelope(
                sequentialIds.nextEvent(),
                subject,
                NOW,
                log.size() + 1,
                JUST_NOW,
                previous.reporter(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                event,
                UnknownFields.NONE);
        log.add(new UnrecordedEvent(
                envelope, event.identifiers().stream().map(EventTag::identifier).collect(Collectors.toSet())));
    }

    public Decision decide(ParsedMessage message) {
        MessageDecisionState state = MessageDecisionState.of(message);
        var queries = state.queries();
        for (UnrecordedEvent event : log) {
            if (queries.stream().anyMatch(query -> matches(event, query))) {
                state = state.evolve(event.envelope());
            }
        }
        return state.decide(sequentialIds);
    }

    public static List<Anomaly.Code> anomalies(Envelope envelope) {
        return envelope.anomalies().stream().map(Anomaly::code).toList();
    }

    private static boolean matches(UnrecordedEvent event, EventQuery query) {
        return event.tags().contains(query.tag())
                && (query.types().isEmpty()
                        || query.types().contains(event.envelope().event().getClass()));
    }
}
