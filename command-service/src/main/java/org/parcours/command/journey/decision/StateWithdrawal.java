package org.parcours.command.journey.decision;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.parcours.command.journey.CorrectionAndAnomalies;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.events.Anomaly;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.DischargeLetterEvent.DischargeLetterDelivered;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventAnnotations;
import org.parcours.events.EventId;
import org.parcours.events.OtherEvent.EventsWithdrawn;
import org.parcours.events.PatientId;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.StayEvent.PreAdmissionPlanned;
import org.parcours.events.SurgeryEvent.SurgeryCompleted;
import org.parcours.events.SurgeryEvent.SurgeryStarted;

/** Withdraws what is recorded of a thing that was entered in error, or is another patient's. */
final class StateWithdrawal {

    private final ParsedMessage message;
    private final EventCollector collector;

    StateWithdrawal(ParsedMessage message, EventCollector collector) {
        this.message = message;
        this.collector = collector;
    }

    /** @param patient empty where the patient is unknown: a stated one may be wrong, and the thing recorded for another */
    FactOutcome withdraw(int index, Optional<PatientId> patient) {
        FactDecisionState state = collector
                .state()
                .factStates()
                .get(index)
                .resolveAlternative(subject ->
                        patient.filter(known -> isSame(subject, known)).isPresent());
        Fact fact = state.fact();
        SameThing thing = new SameThing(fact, state.stays());
        List<Envelope> candidates = RecordedEvents.inEffect(state.history()).stream()
                .filter(recorded -> isOfSender(recorded) && !fact.patient().isUnstated()
                        || patient.filter(known -> isSame(recorded.subject(), known))
                                .isPresent())
                .toList();
        Optional<ReportedValue> value = ReportedValue.of(fact, candidates);
        if (value.isPresent()) {
            return withdrawReported(value.get(), state);
        }
        List<Envelope> ofThing = candidates.stream()
                .filter(recorded -> isWithdrawn(fact, thing, recorded))
                .toList();
        if (ofThing.isEmpty()) {
            return knownWithdrawal(fact, thing, state)
                    .map(FactOutcome::unchanged)
                    .orElse(FactOutcome.NOTHING_TO_WITHDRAW);
        }
        StateVersion version = StateVersion.of(fact, message.sender().application());
        if (ofThing.stream().map(StateVersion::of).anyMatch(version::isOlderThan)) {
            return FactOutcome.OLDER_VERSION;
        }
        Map<PatientId, List<Envelope>> bySubject = new LinkedHashMap<>();
        ofThing.forEach(recorded -> bySubject
                .computeIfAbsent(recorded.subject(), _ -> new ArrayList<>())
                .add(recorded));
        bySubject.forEach((subject, events) -> withdraw(fact, subject, events, state, fact.anomalies()));
        return FactOutcome.RECORDED;
    }

    private FactOutcome withdrawReported(ReportedValue value, FactDecisionState state) {
        if (value.isUnchanged()) {
            return FactOutcome.unchanged(value.report());
        }
        if (value.isOlder(message.sender().application())) {
            return FactOutcome.OLDER_VERSION;
        }
        withdrawValue(value, value.report().subject(), state, value.fact().anomalies());
        return FactOutcome.RECORDED;
    }

    void withdrawValue(ReportedValue value, PatientId subject, FactDecisionState state, List<Anomaly> anomalies) {
        collector.record(
                value.fact(),
                subject,
                value.correction(),
                value.report().occurredAt(),
                Optional.of(state),
                value.report().step(),
                new CorrectionAndAnomalies(Optional.of(value.report().id()), anomalies),
                value.annotations());
    }

    /** @param events of that patient */
    void withdraw(
            Fact fact, PatientId subject, List<Envelope> events, FactDecisionState state, List<Anomaly> anomalies) {
        boolean isStay = fact.event() instanceof StayEvent;
        Event withdrawal = new EventsWithdrawn(
                isStay
                        ? List.of()
                        : events.stream()
                                .flatMap(recorded -> recorded.stepKeys().stream())
                                .distinct()
                                .toList(),
                events.stream().map(Envelope::id).toList(),
                Optional.empty());
        collector.record(
                fact,
                subject,
                withdrawal,
                reportedAt(fact, message),
                Optional.of(state),
                events.getFirst().step(),
                new CorrectionAndAnomalies(Optional.of(events.getLast().id()), anomalies),
                annotations(fact));
    }

    private Optional<Envelope> knownWithdrawal(Fact fact, SameThing thing, FactDecisionState state) {
        Set<EventId> ofThing = state.history().stream()
                .filter(recorded -> isWithdrawn(fact, thing, recorded))
                .map(Envelope::id)
                .collect(Collectors.toSet());
        return state.history().stream()
                .filter(recorded -> recorded.event() instanceof EventsWithdrawn withdrawal
                        && withdrawal.events().stream().anyMatch(ofThing::contains))
                .reduce((_, later) -> later);
    }

    /**
     * A resource as a whole; of an event that only follows another one, only its like: an arrival by mistake leaves the
     * appointment. A stay whose admission is an error is an error.
     */
    private boolean isWithdrawn(Fact fact, SameThing thing, Envelope recorded) {
        return switch (fact.event()) {
            case PatientAdmitted _, PreAdmissionPlanned _ ->
                recorded.event() instanceof StayEvent && isOfSender(recorded);
            case PatientArrived _, SurgeryStarted _, SurgeryCompleted _, DischargeLetterDelivered _ ->
                thing.test(recorded) && StatementKind.isSame(fact.event(), recorded.event());
            default ->
                thing.test(recorded)
                        && (!StateStage.of(fact.event()).isEnd()
                                || StatementKind.isSame(fact.event(), recorded.event()));
        };
    }

    private boolean isOfSender(Envelope recorded) {
        return recorded.reporter().application().equals(message.sender().application());
    }

    private boolean isSame(PatientId one, PatientId other) {
        return collector.state().patientIndex().isSamePerson(one, other);
    }

    /** The version that withdraws, and nothing of its content. */
    static EventAnnotations annotations(Fact fact) {
        return EventAnnotations.NONE
                .withSentAt(fact.annotations().sentAt())
                .withVersion(fact.annotations().version());
    }

    static OffsetDateTime reportedAt(Fact fact, ParsedMessage message) {
        return fact.reportedAt().orElseGet(() -> message.receivedAt().atOffset(ZoneOffset.UTC));
    }
}
