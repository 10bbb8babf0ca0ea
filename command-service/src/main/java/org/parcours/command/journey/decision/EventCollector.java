package org.parcours.command.journey.decision;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.journey.CorrectionAndAnomalies;
import org.parcours.command.journey.EventTag;
import org.parcours.command.journey.stay.ReportTime;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.events.Anomaly;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.DataEntryMode;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventAnnotations;
import org.parcours.events.EventProvenance;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.PatientId;
import org.parcours.events.StayEvent;
import org.parcours.events.StepId;
import org.parcours.events.UnknownFields;

/** Collects the events of a decision, each of which the next fact of the message sees as recorded. */
final class EventCollector {

    private final ParsedMessage message;
    private final IdGenerator ids;
    private final boolean messageIdReused;
    private final List<UnrecordedEvent> events = new ArrayList<>();
    private MessageDecisionState state;

    EventCollector(MessageDecisionState state, IdGenerator ids) {
        this.state = state;
        this.message = state.message();
        this.ids = ids;
        this.messageIdReused = !state.sameMessageEvents().isEmpty();
    }

    /** Including the events collected so far. */
    MessageDecisionState state() {
        return state;
    }

    List<UnrecordedEvent> events() {
        return events;
    }

    /** The place of an event that is not in the log yet. */
    Optional<Integer> placeOf(Envelope envelope) {
        if (envelope.position() > 0) {
            return Optional.empty();
        }
        int place = events.stream().map(UnrecordedEvent::envelope).toList().indexOf(envelope);
        return Optional.of(place).filter(found -> found >= 0);
    }

    PatientId nextPatient() {
        return ids.nextPatient();
    }

    /** Records an event about the patient that belongs to no step or stay. */
    void recordIdentity(Fact fact, PatientId patient, Event event, OffsetDateTime occurredAt, List<Anomaly> anomalies) {
        record(
                fact,
                patient,
                event,
                occurredAt,
                Optional.empty(),
                Optional.empty(),
                new CorrectionAndAnomalies(Optional.empty(), anomalies),
                annotations(fact, event));
    }

    /** Records that a report about another person contains numbers of this patient; nothing of its content. */
    void recordDispute(Fact fact, PatientId owner, Event event, Anomaly anomaly) {
        record(
                fact,
                owner,
                event,
                fact.occurredAt(),
                Optional.empty(),
                Optional.empty(),
                new CorrectionAndAnomalies(Optional.empty(), List.of(anomaly)),
                StateWithdrawal.annotations(fact)
                        .asWholeState(fact.annotations().wholeState()));
    }

    /** Records an event of the fact's step or stay. */
    void record(
            Fact fact,
            PatientId patient,
            Event event,
            OffsetDateTime occurredAt,
            FactDecisionState factState,
            CorrectionAndAnomalies corrections,
            EventAnnotations annotations) {
        record(fact, patient, event, occurredAt, Optional.of(factState), factState.step(), corrections, annotations);
    }

    /** Records an event of a recorded step, whatever the step of the fact. */
    void record(
            Fact fact,
            PatientId patient,
            Event event,
            OffsetDateTime occurredAt,
            Optional<FactDecisionState> factState,
            Optional<StepId> step,
            CorrectionAndAnomalies corrections,
            EventAnnotations annotations) {
        Optional<org.parcours.events.EventId> corrects = corrections.corrects();
        List<Envelope> history =
                factState.<List<Envelope>>map(FactDecisionState::history).orElse(List.of());
        List<Anomaly> anomalies = new ArrayList<>(corrections.anomalies());
        OccurrenceTimeCheck.anomaly(event, corrects, history, occurredAt, message.receivedAt())
                .ifPresent(code -> anomalies.add(Anomaly.of(code)));
        OccurrenceTimeCheck.periodAnomaly(event).ifPresent(code -> anomalies.add(Anomaly.of(code)));
        OccurrenceTimeCheck.clockAnomaly(fact, message.receivedAt()).ifPresent(code -> anomalies.add(Anomaly.of(code)));
        if (messageIdReused) {
            anomalies.add(Anomaly.of(Code.MESSAGE_ID_REUSED));
        }
        Envelope envelope = new Envelope(
                ids.nextEvent(),
                patient,
                message.receivedAt(),
                0,
                occurredAt,
                reporter(OccurrenceTimeCheck.isLate(fact, event, occurredAt, message.receivedAt())),
                factState.flatMap(FactDecisionState::stay),
                step,
                corrects,
                anomalies,
                event,
                annotations,
                UnknownFields.NONE);
        events.add(new UnrecordedEvent(envelope, tags(fact, envelope, factState)));
        state = state.evolve(envelope);
    }

    static EventAnnotations annotations(Fact fact, Event event) {
        if (event instanceof IdentityEvent && !(fact.event() instanceof IdentityEvent)) {
            return EventAnnotations.NONE;
        }
        EventAnnotations annotations = event instanceof StayEvent ? ReportTime.annotate(fact) : fact.annotations();
        return annotations.withAsSentHash(
                fact.asSent().map(sent -> EventContent.hash(sent.event(), sent.annotations())));
    }

    private EventProvenance reporter(boolean late) {
        return new EventProvenance(
                message.sender().application(),
                message.sender().facility(),
                message.sender().feed(),
                message.messageId(),
                message.digest(),
                message.declared().author(),
                message.declared().mode().orElse(late ? DataEntryMode.LATE : DataEntryMode.LIVE),
                message.declared().outage(),
                message.resubmission(),
                message.raw());
    }

    private Set<EventTag> tags(Fact fact, Envelope envelope, Optional<FactDecisionState> factState) {
        Set<EventTag> tags = new HashSet<>();
        tags.add(state.messageTag());
        tags.add(EventTag.patient(envelope.subject()));
        envelope.stay().ifPresent(stay -> tags.add(EventTag.stay(stay)));
        if (envelope.event() instanceof StayEvent || envelope.event() instanceof StayReassigned) {
            factState.ifPresent(known -> known.stays().ids().forEach(stay -> tags.add(EventTag.stay(stay))));
        }
        envelope.stepKeys().forEach(key -> tags.add(EventTag.step(key)));
        if (envelope.event() instanceof IdentityEvent identity) {
            Stream<Identifier> identifiers = identity instanceof PatientRegistered registered
                    ? registered.identifiers().stream()
                    : MessageDecisionState.identifiersOf(fact);
            identifiers.map(EventTag::identifier).forEach(tags::add);
            // A later message may report any of the patient's identifiers, and its person is compared with all.
            tags.addAll(state.patientIndex().identifiersOf(envelope.subject()));
        }
        return tags;
    }
}
