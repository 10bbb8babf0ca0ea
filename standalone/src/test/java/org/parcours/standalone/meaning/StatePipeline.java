package org.parcours.standalone.meaning;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parcours.command.journey.EventQuery;
import org.parcours.command.journey.decision.Decision;
import org.parcours.command.journey.decision.IdGenerator;
import org.parcours.command.journey.decision.MessageDecisionState;
import org.parcours.command.journey.decision.UnrecordedEvent;
import org.parcours.command.message.DataEntryMetadata;
import org.parcours.command.message.Fact;
import org.parcours.command.message.FactEffect;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.Sender;
import org.parcours.events.Coding;
import org.parcours.events.Demographics;
import org.parcours.events.DerivedIds;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventAnnotations;
import org.parcours.events.EventId;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.OrderNumbers;
import org.parcours.events.PatientId;
import org.parcours.events.StepKey;
import org.parcours.events.Visit;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.timeline.fold.ValidTimeCutoff;

/** Decides facts that report states, as from FHIR, by what the log's queries find, and folds them to timelines. */
final class StatePipeline {

    static final Instant RECEIVED_AT = Instant.parse("2026-03-10T12:00:00Z");
    static final OffsetDateTime AT = OffsetDateTime.parse("2026-03-09T10:00:00+01:00");
    static final String SERVER = "urn:server:a:";
    static final String HOSPITAL = "urn:hospital";

    private final List<UnrecordedEvent> log = new ArrayList<>();
    private long next = 1;
    private long messages;

    private final IdGenerator ids = new IdGenerator() {
        @Override
        public EventId nextEvent() {
            return new EventId(new UUID(0, next++));
        }

        @Override
        public PatientId nextPatient() {
            return new PatientId(new UUID(1, next++));
        }
    };

    static Identifier patient(String number) {
        return Identifier.of("urn:ipp", number);
    }

    static Identifier id(String type, String value) {
        return Identifier.of(SERVER + type, value);
    }

    static Identifier number(String value) {
        return Identifier.of(HOSPITAL, value);
    }

    static Fact fact(String patient, Event event) {
        return new Fact(
                        new PatientEvidence(List.of(patient(patient)), Demographics.UNKNOWN),
                        Optional.empty(),
                        AT,
                        Optional.of(RECEIVED_AT.atOffset(AT.getOffset())),
                        event,
                        Optional.empty())
                .asState();
    }

    static Fact fact(String patient, Event event, Visit visit) {
        Fact fact = fact(patient, event);
        return new Fact(
                fact.patient(),
                Optional.of(visit),
                fact.occurredAt(),
                fact.reportedAt(),
                event,
                Optional.empty(),
                true,
                fact.annotations(),
                List.of());
    }

    static Fact at(Fact fact, OffsetDateTime time) {
        return new Fact(
                fact.patient(),
                fact.visit(),
                time,
                fact.reportedAt(),
                fact.event(),
                Optional.empty(),
                true,
                fact.annotations(),
                fact.anomalies(),
                fact.assertion(),
                fact.asSent());
    }

    static Fact known(Fact fact, StepKey... keys) {
        return fact.withAnnotations(fact.annotations().withOtherKeys(List.of(keys)));
    }

    /** The version of the state: its number, updated so many minutes after another. */
    static Fact version(Fact fact, int version) {
        EventAnnotations annotations = fact.annotations()
                .withVersion(Optional.of(Integer.toString(version)))
                .withSentAt(Optional.of(AT.plusMinutes(version)));
        return new Fact(
                fact.patient(),
                fact.visit(),
                fact.occurredAt(),
                Optional.of(AT.plusMinutes(version)),
                fact.event(),
                Optional.empty(),
                true,
                annotations,
                fact.anomalies(),
                fact.assertion(),
                fact.asSent());
    }

    static OrderNumbers filler(Identifier number) {
        return new OrderNumbers(Optional.empty(), Optional.of(number));
    }

    static StepKey fillerKey(Identifier number) {
        return new StepKey("filler-order", number);
    }

    static Coding code(String code) {
        return Coding.of(code, code);
    }

    List<Envelope> record(Fact... facts) {
        return record("EHR", "fhir", facts);
    }

    List<Envelope> record(String application, String feed, Fact... facts) {
        Decision decision = decide(application, feed, facts);
        if (!(decision instanceof Decision.AppendEvents(var events, var _))) {
            return List.of();
        }
        List<Envelope> recorded = new ArrayList<>();
        for (UnrecordedEvent event : events) {
            Envelope envelope = event.envelope().atPosition(log.size() + 1L, RECEIVED_AT.plusSeconds(log.size()));
            log.add(new UnrecordedEvent(envelope, event.tags()));
            recorded.add(envelope);
        }
        return recorded.stream()
                .filter(envelope -> !(envelope.event() instanceof PatientRegistered))
                .toList();
    }

    /** What becomes of each fact; they are recorded. */
    List<FactEffect> effects(Fact... facts) {
        Decision decision = decide("EHR", "fhir", facts);
        messages--;
        record(facts);
        List<Decision.FactDecision> decisions =
                switch (decision) {
                    case Decision.AppendEvents(var _, var each) -> each;
                    case Decision.DuplicateMessage(var _, var each) -> each;
                };
        return decisions.stream().map(Decision.FactDecision::effect).toList();
    }

    private Decision decide(String application, String feed, Fact... facts) {
        String message = "m" + ++messages;
        ParsedMessage parsed = new ParsedMessage(
                new Sender(application, Optional.empty(), feed),
                message,
                DerivedIds.hash(message),
                RECEIVED_AT,
                DataEntryMetadata.NONE,
                List.of(facts),
                List.of());
        MessageDecisionState state = MessageDecisionState.of(parsed);
        var queries = state.queries();
        for (UnrecordedEvent event : log) {
            if (queries.stream().anyMatch(query -> matches(event, query))) {
                state = state.evolve(event.envelope());
            }
        }
        return state.decide(ids);
    }

    private static boolean matches(UnrecordedEvent event, EventQuery query) {
        return event.tags().contains(query.tag())
                && (query.types().isEmpty()
                        || query.types().contains(event.envelope().event().getClass()));
    }

    Timeline timeline(String patient) {
        List<Envelope> events = log.stream().map(UnrecordedEvent::envelope).toList();
        PatientId subject = events.stream()
                .filter(envelope -> envelope.event() instanceof PatientRegistered registered
                        && registered.identifiers().contains(patient(patient)))
                .map(Envelope::subject)
                .findFirst()
                .orElseThrow();
        return Timeline.replay(subject, events, Optional.empty(), ValidTimeCutoff.NONE);
    }

    List<TimelineEntry> entries(String patient) {
        return timeline(patient).entries();
    }

    /** Of the only entry. */
    TimelineEntry entry(String patient) {
        List<TimelineEntry> entries = entries(patient);
        if (entries.size() != 1) {
            throw new AssertionError("not one entry: " + entries);
        }
        return entries.getFirst();
    }

    int size() {
        return log.size();
    }
}
