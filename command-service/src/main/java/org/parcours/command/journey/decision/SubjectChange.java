package org.parcours.command.journey.decision;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.journey.CorrectionAndAnomalies;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.events.Anomaly;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.Envelope;
import org.parcours.events.IdentityEvent;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.PatientId;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.LocationReported;

/**
 * A resource that its application reports under another patient now: it no longer counts for the former patient, and
 * both timelines say so (ADR 0037).
 */
final class SubjectChange {

    /** An HL7 message repeats what it knows of a patient; only a resource has a subject of its own. */
    private static final String MESSAGES = "hl7v2";

    /** Whether the facts of the message are resources, each with a subject and stated as a whole. */
    static boolean reportsResources(ParsedMessage message) {
        return !message.sender().feed().equals(MESSAGES);
    }

    private final ParsedMessage message;
    private final EventCollector collector;

    SubjectChange(ParsedMessage message, EventCollector collector) {
        this.message = message;
        this.collector = collector;
    }

    /**
     * @param state with the events of all patients
     * @return the anomalies of the fact
     */
    List<Anomaly> move(int index, PatientId patient, FactDecisionState state) {
        Fact fact = state.fact();
        if (!reportsResources(message) || fact.event() instanceof IdentityEvent) {
            return List.of();
        }
        return fact.event() instanceof StayEvent stay
                ? moveStay(fact, stay, patient, state)
                : moveStep(index, patient, state);
    }

    private List<Anomaly> moveStay(Fact fact, StayEvent stay, PatientId patient, FactDecisionState state) {
        if (stay instanceof LocationReported || stay.movement().isEmpty()) {
            return List.of();
        }
        Map<PatientId, PatientId> owners = StateDecider.owners(state.history());
        Optional<PatientId> former = RecordedEvents.inEffect(state.history()).reversed().stream()
                .filter(recorded -> recorded.event() instanceof StayEvent && isOfSender(recorded))
                .map(recorded -> owners.getOrDefault(recorded.subject(), recorded.subject()))
                .filter(owner -> !isSame(owner, patient))
                .findFirst();
        former.ifPresent(from -> collector.record(
                fact,
                patient,
                new StayReassigned(
                        stay.visit()
                                .withOtherNumbers(state.stays().numbers().stream()
                                        .filter(number -> stay.visit()
                                                .number()
                                                .filter(number::equals)
                                                .isEmpty())
                                        .toList()),
                        List.of(),
                        former),
                reportedAt(fact),
                Optional.of(state),
                Optional.empty(),
                new CorrectionAndAnomalies(Optional.empty(), List.of(movedFrom(from))),
                StateWithdrawal.annotations(fact)));
        return List.of();
    }

    private List<Anomaly> moveStep(int index, PatientId patient, FactDecisionState state) {
        Fact fact = state.fact();
        List<Envelope> inEffect = RecordedEvents.inEffect(state.history());
        SameThing thing = new SameThing(fact, state.stays());
        Map<PatientId, List<Envelope>> ofOthers = new LinkedHashMap<>();
        inEffect.stream()
                .filter(recorded -> !isSame(recorded.subject(), patient)
                        && isOfSender(recorded)
                        && !isReportedFor(recorded.subject(), index))
                .forEach(recorded -> ofOthers.computeIfAbsent(recorded.subject(), _ -> new ArrayList<>())
                        .add(recorded));
        List<Anomaly> anomalies = new ArrayList<>();
        Anomaly movedTo = Anomaly.of(Code.MOVED_TO_ANOTHER_PATIENT, "patient " + patient);
        StateWithdrawal withdrawal = new StateWithdrawal(message, collector);
        ofOthers.forEach((former, events) -> {
            List<Envelope> moved = events.stream()
                    .filter(recorded -> thing.test(recorded) && thing.mayBeSameResource(recorded))
                    .toList();
            Optional<ReportedValue> value = ReportedValue.of(fact.enteredInError(), events);
            if (!moved.isEmpty()) {
                withdrawal.withdraw(fact, former, moved, state, List.of(movedTo));
                anomalies.add(movedFrom(former));
            } else if (value.filter(part -> !part.isUnchanged()).isPresent()) {
                withdrawal.withdrawValue(value.get(), former, state, List.of(movedTo));
                anomalies.add(movedFrom(former));
            }
        });
        return anomalies;
    }

    private static Anomaly movedFrom(PatientId former) {
        return Anomaly.of(Code.MOVED_FROM_ANOTHER_PATIENT, "patient " + former);
    }

    private java.time.OffsetDateTime reportedAt(Fact fact) {
        return StateWithdrawal.reportedAt(fact, message);
    }

    private boolean isOfSender(Envelope recorded) {
        return recorded.reporter().application().equals(message.sender().application());
    }

    private boolean isSame(PatientId one, PatientId other) {
        return collector.state().patientIndex().isSamePerson(one, other);
    }

    /** Whether the message reports the same thing for that patient too: a group appointment has one number. */
    private boolean isReportedFor(PatientId other, int index) {
        Fact fact = message.facts().get(index);
        return message.facts().stream()
                .filter(each -> each.stepKeys().stream().anyMatch(fact.stepKeys()::contains))
                .flatMap(each -> collector
                        .state()
                        .patientIndex()
                        .patientsOf(each.patient().identifiers())
                        .stream())
                .anyMatch(patient -> isSame(patient, other));
    }
}
