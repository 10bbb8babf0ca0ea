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
import org.parcours.events.Movement;
import org.parcours.events.PatientId;
import org.parcours.events.UnknownFields;
import org.parcours.events.Visit;

/**
 * Tells facts to the decisions and keeps what they record; each decision sees only what answers its own questions, as
 * in the log.
 */
public final class Ward {

    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    public static final OffsetDateTime JUST_NOW = NOW.minusSeconds(60).atOffset(ZoneOffset.ofHours(1));

    private final List<UnrecordedEvent> log = new ArrayList<>();
    private long ids;
    private long messages;

    private final IdGenerator counted = new IdGenerator() {
        @Override
        public EventId nextEvent() {
            return new EventId(new UUID(1, ++ids));
        }

        @Override
        public PatientId nextPatient() {
            return new PatientId(new UUID(2, ++ids));
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

    public static Optional<Movement> movement(String id) {
        return Optional.of(new Movement(Identifier.of("CPAGE", id), Optional.empty(), false));
    }

    public static Fact fact(Event event, OffsetDateTime at, Identifier... identifiers) {
        return new Fact(new PatientEvidence(List.of(identifiers), Demographics.UNKNOWN), Optional.empty(), at, event);
    }

    public static ParsedMessage report(String application, String messageId, String content, Fact... facts) {
        return new ParsedMessage(
                new Sender(application, Optional.empty(), "hl7v2"),
                messageId,
                DerivedIds.hash(content),
                NOW,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(facts));
    }

    /** What the next message of the hospital's GAM records: of one fact, told just now, about one patient. */
    public List<Envelope> tell(Event event, Identifier... identifiers) {
        return tell(event, JUST_NOW, identifiers);
    }

    public List<Envelope> tell(Event event, OffsetDateTime at, Identifier... identifiers) {
        String message = "m" + ++messages;
        return tell(report("GAM", message, message, fact(event, at, identifiers)));
    }

    public List<Envelope> tell(ParsedMessage report) {
        return switch (decide(report)) {
            case Decision.Duplicate _ -> List.of();
            case Decision.Append(var events) -> {
                List<Envelope> recorded = new ArrayList<>();
                for (UnrecordedEvent event : events) {
                    Envelope placed = event.envelope().atPosition(log.size() + 1, NOW);
                    log.add(new UnrecordedEvent(placed, event.tags()));
                    recorded.add(placed);
                }
                yield recorded;
            }
        };
    }

    /** What an older Parcours recorded, and this one would not. */
    public void recorded(PatientId subject, PatientIdentityUpdated event) {
        Envelope like = log.getLast().envelope();
        Envelope envelope = new Envelope(
                counted.nextEvent(),
                subject,
                NOW,
                log.size() + 1,
                JUST_NOW,
                like.reporter(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                event,
                UnknownFields.NONE);
        log.add(new UnrecordedEvent(
                envelope, event.identifiers().stream().map(EventTag::identifier).collect(Collectors.toSet())));
    }

    public Decision decide(ParsedMessage report) {
        MessageState recording = MessageState.of(report);
        var questions = recording.queries();
        for (UnrecordedEvent event : log) {
            if (questions.stream().anyMatch(question -> answers(event, question))) {
                recording = recording.evolve(event.envelope());
            }
        }
        return recording.decide(counted);
    }

    public static List<Anomaly.Code> anomalies(Envelope envelope) {
        return envelope.anomalies().stream().map(Anomaly::code).toList();
    }

    private static boolean answers(UnrecordedEvent event, EventQuery question) {
        return event.tags().contains(question.tag())
                && (question.types().isEmpty()
                        || question.types().contains(event.envelope().event().getClass()));
    }
}
