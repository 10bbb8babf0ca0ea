package org.parcours.command.journey.decision;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.parcours.command.journey.CorrectionAndAnomalies;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.events.Anomaly;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.MovementReference;
import org.parcours.events.OtherEvent.EventsWithdrawn;
import org.parcours.events.PatientId;
import org.parcours.events.StayEvent;
import org.parcours.events.StepKey;
import org.parcours.events.Visit;

/** Decides the facts that report states: what changed, and what was recorded of the same thing (ADR 0020, 0037). */
final class StateDecider {

    private final ParsedMessage message;
    private final EventCollector collector;
    private final SubjectChange subjectChange;

    StateDecider(ParsedMessage message, EventCollector collector) {
        this.message = message;
        this.collector = collector;
        this.subjectChange = new SubjectChange(message, collector);
    }

    /**
     * Empty where the fact is to be recorded as any other.
     *
     * @param disputes whether the fact begins or ends a dispute about a number: then it is recorded, changed or not
     * @param anomalies of the fact; with those found here
     */
    Optional<FactOutcome> decide(int index, PatientId patient, boolean disputes, List<Anomaly> anomalies) {
        StateComparison reported = comparison(index, patient);
        boolean older = reported.isOlder();
        int before = collector.events().size();
        if (!older) {
            anomalies.addAll(subjectChange.move(index, patient, resolved(index, patient)));
        }
        StateComparison comparison = collector.events().size() == before ? reported : comparison(index, patient);
        Optional<CurrentLeave> leave = CurrentLeave.of(comparison).filter(_ -> !older);
        if (leave.isPresent()) {
            return Optional.of(decideLeave(index, leave.get(), patient, anomalies));
        }
        Optional<ReportedValue> value = ReportedValue.of(comparison.fact(), comparison.inEffect());
        if (value.isPresent()) {
            return Optional.of(decideValue(index, value.get(), patient, anomalies));
        }
        Optional<Envelope> unchanged = disputes && !older ? Optional.empty() : comparison.unchangedEvent();
        if (unchanged.isPresent()) {
            if (!older && comparison.addsNumber()) {
                // Known by another number too: the next report may have only that one.
                record(
                        index,
                        patient,
                        comparison,
                        withKnownNumbers(comparison, comparison.fact().event()),
                        anomalies);
                return Optional.of(FactOutcome.RECORDED);
            }
            if (collector.events().size() > before) {
                // A stay keeps its events: the one that reassigns it is all that is recorded.
                return Optional.of(FactOutcome.RECORDED);
            }
            boolean olderPatient = older && comparison.fact().event() instanceof IdentityEvent;
            return olderPatient ? Optional.of(FactOutcome.OLDER_VERSION) : unchanged.map(FactOutcome::unchanged);
        }
        if (older && comparison.fact().event() instanceof IdentityEvent) {
            // Recorded as any other: only the numbers that are this patient's may be recorded.
            anomalies.add(Anomaly.of(Code.OLDER_VERSION));
            return Optional.empty();
        }
        if (older) {
            if (!comparison.isInHistory()) {
                anomalies.add(Anomaly.of(Code.OLDER_VERSION));
                record(
                        index,
                        patient,
                        comparison,
                        withKnownNumbers(comparison, comparison.fact().event()),
                        anomalies);
            }
            return Optional.of(FactOutcome.OLDER_VERSION);
        }
        return Optional.empty();
    }

    private void record(
            int index, PatientId patient, StateComparison comparison, Event event, List<Anomaly> anomalies) {
        Fact fact = comparison.fact();
        collector.record(
                fact,
                patient,
                event,
                fact.occurredAt(),
                ofPatient(index, patient),
                new CorrectionAndAnomalies(Optional.empty(), anomalies),
                annotations(fact, event, comparison));
    }

    private FactOutcome decideLeave(int index, CurrentLeave leave, PatientId patient, List<Anomaly> anomalies) {
        Optional<Envelope> open = leave.open();
        if (open.isPresent()) {
            return FactOutcome.unchanged(open.get());
        }
        record(index, patient, leave.comparison(), withKnownNumbers(leave.comparison(), leave.start()), anomalies);
        return FactOutcome.RECORDED;
    }

    private FactOutcome endLeave(int index, CurrentLeave leave, PatientId patient) {
        StateComparison comparison = leave.comparison();
        Optional<Envelope> open = leave.open();
        if (open.isEmpty()) {
            return FactOutcome.NOTHING_TO_WITHDRAW;
        }
        if (comparison.isOlder()) {
            return FactOutcome.OLDER_VERSION;
        }
        record(
                index,
                patient,
                comparison,
                withKnownNumbers(comparison, leave.endOf(open.get())),
                comparison.fact().anomalies());
        return FactOutcome.RECORDED;
    }

    private FactOutcome decideValue(int index, ReportedValue value, PatientId patient, List<Anomaly> anomalies) {
        if (value.isUnchanged()) {
            return FactOutcome.unchanged(value.report());
        }
        if (value.isOlder(message.sender().application())) {
            return FactOutcome.OLDER_VERSION;
        }
        Fact fact = value.fact();
        collector.record(
                fact,
                patient,
                value.correction(),
                value.report().occurredAt(),
                Optional.of(ofPatient(index, patient)),
                value.report().step(),
                new CorrectionAndAnomalies(Optional.of(value.report().id()), anomalies),
                value.annotations());
        return FactOutcome.RECORDED;
    }

    /** A fact that ends or withdraws what may never have been recorded. */
    FactOutcome takeBack(int index) {
        Fact fact = message.facts().get(index);
        Optional<PatientId> patient = fact.patient().isUnstated()
                ? ownerOfThing(index)
                : PatientIdentifierMatch.of(fact, collector.state().patientIndex())
                        .patient();
        return switch (fact.assertion()) {
            case ENTERED_IN_ERROR -> new StateWithdrawal(message, collector).withdraw(index, patient);
            case ONLY_IF_KNOWN, ONLY_IF_UNKNOWN, HAPPENED ->
                patient.map(known -> end(index, known)).orElse(FactOutcome.NOTHING_TO_WITHDRAW);
        };
    }

    /** Whether an earlier message reported the thing, by any of its numbers. */
    boolean isKnownBefore(int index) {
        FactDecisionState all = collector.state().factStates().get(index).resolveAlternative(_ -> true);
        List<Envelope> before = all.history().stream()
                .filter(recorded -> recorded.position() > 0 && !(recorded.event() instanceof EventsWithdrawn))
                .toList();
        if (all.fact().event() instanceof IdentityEvent) {
            return before.stream().anyMatch(recorded -> namesPatient(all.fact(), recorded));
        }
        if (all.fact().event() instanceof StayEvent) {
            return before.stream().anyMatch(all.stays()::includes);
        }
        SameThing thing = new SameThing(all.fact(), all.stays());
        return ReportedValue.of(all.fact(), before).isPresent()
                || before.stream().anyMatch(recorded -> thing.test(recorded) || thing.sharesOwnNumber(recorded));
    }

    private static boolean namesPatient(Fact fact, Envelope recorded) {
        List<Identifier> numbers =
                switch (recorded.event()) {
                    case PatientRegistered registered -> registered.identifiers();
                    case PatientIdentityUpdated updated -> updated.identifiers();
                    default -> List.of();
                };
        return numbers.stream()
                .anyMatch(number -> fact.patient().identifiers().stream().anyMatch(number::isSameNumberAs));
    }

    /** The one patient for whom the sender reported the thing that the fact is about. */
    Optional<PatientId> ownerOfThing(int index) {
        FactDecisionState all = collector.state().factStates().get(index).resolveAlternative(_ -> true);
        SameThing thing = new SameThing(all.fact(), all.stays());
        Map<PatientId, PatientId> owners = owners(all.history());
        List<Envelope> ofSender = RecordedEvents.inEffect(all.history()).stream()
                .filter(recorded -> recorded.reporter()
                        .application()
                        .equals(message.sender().application()))
                .toList();
        List<PatientId> candidates = ReportedValue.of(all.fact(), ofSender)
                .map(value -> List.of(value.report()))
                .orElseGet(() -> ofSender.stream()
                        .filter(recorded -> thing.test(recorded) && thing.mayBeSameResource(recorded))
                        .toList())
                .stream()
                .map(recorded -> owners.getOrDefault(recorded.subject(), recorded.subject()))
                .distinct()
                .toList();
        return candidates.size() == 1 ? Optional.of(candidates.getFirst()) : Optional.empty();
    }

    private FactOutcome end(int index, PatientId patient) {
        StateComparison comparison = comparison(index, patient);
        Fact fact = comparison.fact();
        Optional<CurrentLeave> leave = CurrentLeave.of(comparison);
        if (leave.isPresent()) {
            return endLeave(index, leave.get(), patient);
        }
        Optional<ReportedValue> value = ReportedValue.of(fact, comparison.inEffect());
        if (value.isPresent()) {
            return decideValue(index, value.get(), patient, new ArrayList<>(fact.anomalies()));
        }
        Optional<Envelope> last = comparison.latest();
        if (last.isEmpty()) {
            return FactOutcome.NOTHING_TO_WITHDRAW;
        }
        if (comparison.isOlder()) {
            return FactOutcome.OLDER_VERSION;
        }
        StateStage stage = StateStage.of(fact.event());
        boolean isInThatPhase = !stage.isEndedBy(StateStage.of(last.get().event()));
        if (isInThatPhase
                && (stage.track() != StateStage.Track.STEP
                        || comparison.unchangedEvent().isPresent())) {
            return FactOutcome.unchanged(last.get());
        }
        Event event = eventToRecord(comparison);
        FactDecisionState factState = ofPatient(index, patient).withEvent(event);
        CorrectionAndAnomalies decided = comparison.adjust(factState.decide());
        List<Anomaly> anomalies = new ArrayList<>(fact.anomalies());
        decided.anomalies().stream()
                .filter(anomaly -> anomaly.code() != Code.CANCELS_NOTHING_KNOWN)
                .forEach(anomalies::add);
        collector.record(
                fact,
                patient,
                event,
                fact.occurredAt(),
                factState,
                new CorrectionAndAnomalies(decided.corrects(), anomalies),
                annotations(fact, event, comparison));
        return FactOutcome.RECORDED;
    }

    private FactDecisionState resolved(int index, PatientId patient) {
        return collector.state().factStates().get(index).resolveAlternative(isSame(patient));
    }

    private FactDecisionState ofPatient(int index, PatientId patient) {
        return resolved(index, patient).inEffect().restrictedTo(isSame(patient));
    }

    private Predicate<PatientId> isSame(PatientId patient) {
        return subject -> collector.state().patientIndex().isSamePerson(subject, patient);
    }

    StateComparison comparison(int index, PatientId patient) {
        FactDecisionState all = resolved(index, patient);
        boolean isStay = all.fact().event() instanceof StayEvent;
        Map<PatientId, PatientId> owners = isStay ? owners(all.history()) : Map.of();
        List<Envelope> inEffect = RecordedEvents.inEffect(all.history()).stream()
                .filter(recorded -> isSame(patient).test(owners.getOrDefault(recorded.subject(), recorded.subject())))
                .toList();
        return new StateComparison(
                all.fact(),
                message.sender().application(),
                new SameThing(all.fact(), all.stays()),
                all.history(),
                inEffect,
                isEndedByMessage(index, all));
    }

    /** Whose the stay's events are now, by the patient for whom they were recorded. */
    static Map<PatientId, PatientId> owners(List<Envelope> ofStay) {
        Map<PatientId, PatientId> owners = new HashMap<>();
        for (Envelope recorded : ofStay) {
            if (recorded.event() instanceof StayReassigned reassigned) {
                reassigned.from().ifPresent(from -> {
                    owners.replaceAll((_, owner) -> owner.equals(from) ? recorded.subject() : owner);
                    owners.put(from, recorded.subject());
                    owners.remove(recorded.subject());
                });
            }
        }
        return owners;
    }

    private boolean isEndedByMessage(int index, FactDecisionState state) {
        StateStage stage = StateStage.of(state.fact().event());
        SameThing thing = new SameThing(state.fact(), state.stays());
        return message.facts().subList(index + 1, message.facts().size()).stream()
                .anyMatch(later -> !later.takesBack()
                        && stage.isEndedBy(StateStage.of(later.event()))
                        && thing.isReportedBy(later));
    }

    Event eventToRecord(StateComparison comparison) {
        return withKnownNumbers(comparison, comparison.eventToRecord());
    }

    /** A stay's event names all numbers of the stay, and its movement as before. */
    private static Event withKnownNumbers(StateComparison comparison, Event event) {
        StayNumbers stays = comparison.thing().stays();
        if (!(event instanceof StayEvent stay) || stays.numbers().size() < 2) {
            return event;
        }
        Visit visit = stay.visit();
        List<Identifier> others = stays.numbers().stream()
                .filter(number -> visit.number().filter(number::equals).isEmpty())
                .toList();
        Optional<MovementReference> known = comparison
                .latest()
                .flatMap(recorded ->
                        recorded.event() instanceof StayEvent earlier ? earlier.movement() : Optional.empty());
        return stay.with(
                visit.withOtherNumbers(others), stay.movement().flatMap(own -> known.or(() -> Optional.of(own))));
    }

    /** With all keys by which the thing is known, its own first: a later report may have any of them. */
    EventAnnotations annotations(Fact fact, Event event, StateComparison comparison) {
        EventAnnotations stated = EventCollector.annotations(fact, event);
        if (event instanceof StayEvent || event instanceof IdentityEvent) {
            return stated;
        }
        Set<StepKey> keys = new LinkedHashSet<>(stated.otherKeys());
        keys.addAll(comparison.knownKeys());
        fact.event().stepKeys().stream()
                .filter(key -> !stated.otherKeys().contains(key))
                .forEach(keys::remove);
        return stated.withOtherKeys(List.copyOf(keys))
                .asWholeState(fact.state() && SubjectChange.reportsResources(message));
    }
}
