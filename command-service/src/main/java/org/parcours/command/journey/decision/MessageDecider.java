package org.parcours.command.journey.decision;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.parcours.command.journey.CorrectionAndAnomalies;
import org.parcours.command.journey.identity.KnownPerson;
import org.parcours.command.journey.identity.PatientIndex;
import org.parcours.command.message.Fact;
import org.parcours.command.message.FactEffect;
import org.parcours.command.message.ParsedMessage;
import org.parcours.events.Anomaly;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.Demographics;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.PatientId;
import org.parcours.events.StayEvent.PatientAdmitted;

/** Decides one message: its facts in order, each with the events of the facts before it. Used once. */
final class MessageDecider {

    private final ParsedMessage message;
    private final EventCollector collector;
    private final StateDecider states;
    private final PatientMatcher patients = new PatientMatcher();
    private final List<Decision.RecordedEvent> recordedBefore = new ArrayList<>();
    private final List<Decision.FactDecision> factDecisions = new ArrayList<>();

    MessageDecider(MessageDecisionState state, IdGenerator ids) {
        this.message = state.message();
        this.collector = new EventCollector(state, ids);
        this.states = new StateDecider(message, collector);
    }

    Decision decide() {
        for (int i = 0; i < message.facts().size(); i++) {
            int before = collector.events().size();
            boolean known = message.facts().get(i).state() && states.isKnownBefore(i);
            FactOutcome outcome = afterMovementsVanished(i, decideFact(i, known));
            Optional<Integer> ofThisMessage = outcome.known().flatMap(collector::placeOf);
            Optional<Decision.RecordedEvent> unchanged =
                    outcome.known().filter(_ -> ofThisMessage.isEmpty()).map(Decision.RecordedEvent::of);
            unchanged.ifPresent(recordedBefore::add);
            List<Integer> appended = ofThisMessage.map(List::of).orElseGet(() -> IntStream.range(
                            before, collector.events().size())
                    .boxed()
                    .toList());
            factDecisions.add(new Decision.FactDecision(effect(outcome, known), appended, unchanged));
        }
        return collector.events().isEmpty()
                ? new Decision.DuplicateMessage(recordedBefore, factDecisions)
                : new Decision.AppendEvents(collector.events(), factDecisions);
    }

    private FactOutcome afterMovementsVanished(int index, FactOutcome outcome) {
        Fact fact = message.facts().get(index);
        boolean isWholeEncounter = fact.event() instanceof PatientAdmitted
                && fact.annotations().wholeState()
                && fact.assertion() == Fact.Assertion.HAPPENED
                && !fact.patient().isUnstated();
        boolean counts = outcome.effect() == FactEffect.RECORDED || outcome.effect() == FactEffect.UNCHANGED;
        int before = collector.events().size();
        Optional.of(fact)
                .filter(_ -> isWholeEncounter && counts)
                .flatMap(_ ->
                        PatientIdentifierMatch.of(fact, state().patientIndex()).patient())
                .filter(patient -> !states.comparison(index, patient).isOlder())
                .ifPresent(patient -> new OmittedMovements(message, collector).cancel(index, patient));
        return collector.events().size() > before ? FactOutcome.RECORDED : outcome;
    }

    private static FactEffect effect(FactOutcome outcome, boolean known) {
        return known && outcome.effect() == FactEffect.RECORDED ? FactEffect.CHANGED : outcome.effect();
    }

    private MessageDecisionState state() {
        return collector.state();
    }

    private FactOutcome decideFact(int index, boolean known) {
        Fact reported = message.facts().get(index);
        if (reported.takesBack()) {
            return states.takeBack(index);
        }
        if (known && reported.assertion() == Fact.Assertion.ONLY_IF_UNKNOWN) {
            return FactOutcome.UNCHANGED;
        }
        Optional<IdentifiedPatient> identified = reported.patient().isUnstated()
                ? states.ownerOfThing(index)
                        .map(owner -> new IdentifiedPatient(owner, false, List.of(), List.of(), false))
                : Optional.of(identify(reported));
        return identified.map(patient -> decideFact(index, reported, patient)).orElse(FactOutcome.NOTHING_TO_WITHDRAW);
    }

    private FactOutcome decideFact(int index, Fact reported, IdentifiedPatient patient) {
        List<Anomaly> anomalies = new ArrayList<>(patient.anomalies());
        anomalies.addAll(reported.anomalies());
        if (patient.newlyRegistered() && isCoveredByRegistration(reported.event())) {
            return FactOutcome.RECORDED;
        }
        if (isAlreadyMerged(reported, patient)) {
            return FactOutcome.UNCHANGED;
        }
        if (reported.state()) {
            Optional<FactOutcome> outcome = states.decide(index, patient.id(), patient.disputes(), anomalies);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        Predicate<PatientId> isSamePatient = subject -> state().patientIndex().isSamePerson(subject, patient.id());
        FactDecisionState anyPatientState = state().factStates()
                .get(index)
                .resolveAlternative(isSamePatient)
                .inEffect();
        FactDecisionState patientState = anyPatientState.restrictedTo(isSamePatient);
        StateComparison comparison = states.comparison(index, patient.id());
        FactDecisionState factState =
                reported.state() ? patientState.withEvent(states.eventToRecord(comparison)) : patientState;
        Fact fact = factState.fact();
        if (!(fact.event() instanceof IdentityEvent)
                && factState.history().isEmpty()
                && !anyPatientState.history().isEmpty()) {
            PatientId other = anyPatientState.history().getLast().subject();
            if (!isReportedBySameMessage(other)) {
                anomalies.add(Anomaly.of(Code.STEP_OF_ANOTHER_PATIENT, "patient " + other));
            }
        }
        factState
                .stayOwner()
                .filter(owner -> !state().patientIndex().isSamePerson(owner, patient.id())
                        && !(fact.event() instanceof StayReassigned))
                .ifPresent(owner -> anomalies.add(Anomaly.of(Code.STAY_OF_ANOTHER_PATIENT, "patient " + owner)));
        if (factState.hasUnnumberedStay()) {
            anomalies.add(Anomaly.of(Code.NO_VISIT_NUMBER));
        }
        CorrectionAndAnomalies decided = reported.state() ? comparison.adjust(factState.decide()) : factState.decide();
        anomalies.addAll(decided.anomalies());
        boolean older = anomalies.stream().map(Anomaly::code).anyMatch(Code.OLDER_VERSION::equals);
        // Another person's report takes nothing back from this one.
        Demographics demographics = reported.state() && patient.anomalies().isEmpty()
                ? comparison.demographics()
                : PatientIdentifierMatch.demographics(fact);
        List<Event> completed = complete(fact, patient, demographics, anomalies);
        CorrectionAndAnomalies all = new CorrectionAndAnomalies(decided.corrects(), anomalies);
        completed.forEach(event -> collector.record(
                fact,
                patient.id(),
                event,
                fact.occurredAt(),
                factState,
                all,
                states.annotations(fact, event, comparison)));
        return older ? FactOutcome.OLDER_VERSION : FactOutcome.RECORDED;
    }

    /** Whether the message reports about that patient too: a group appointment has one number. */
    private boolean isReportedBySameMessage(PatientId other) {
        return message.facts().stream()
                .flatMap(
                        fact -> state().patientIndex().patientsOf(fact.patient().identifiers()).stream())
                .anyMatch(patient -> state().patientIndex().isSamePerson(patient, other));
    }

    /**
     * @param assignableIdentifiers see {@link PatientIdentifierMatch}
     * @param disputes whether the fact begins or ends a dispute about a number
     */
    private record IdentifiedPatient(
            PatientId id,
            boolean newlyRegistered,
            List<Identifier> assignableIdentifiers,
            List<Anomaly> anomalies,
            boolean disputes) {}

    private IdentifiedPatient identify(Fact fact) {
        IdentifiedPatient patient = match(fact);
        boolean disputes = PatientIdentifierMatch.isRegistration(fact.event())
                && (dispute(fact, patient.id()) || patient.anomalies().isEmpty() && isDisputed(fact));
        return new IdentifiedPatient(
                patient.id(),
                patient.newlyRegistered(),
                patient.assignableIdentifiers(),
                patient.anomalies(),
                disputes);
    }

    private boolean isDisputed(Fact fact) {
        return KnownPerson.of(PatientIdentifierMatch.demographics(fact)).isIdentifying()
                && fact.patient().identifiers().stream().anyMatch(state().patientIndex()::isDisputed);
    }

    /**
     * Records for the owners of the other numbers that these were reported with this person: what comes under one of them
     * alone may be either's. A number that is replaced (A47) stays its owner's.
     */
    private boolean dispute(Fact fact, PatientId patient) {
        Map<PatientId, List<Identifier>> ofOthers = new LinkedHashMap<>();
        PatientIndex patientIndex = state().patientIndex();
        for (Identifier identifier : fact.patient().identifiers()) {
            patientIndex
                    .owner(identifier)
                    .filter(owner -> !patientIndex.isSamePerson(owner, patient) && !patientIndex.isDisputed(identifier))
                    .ifPresent(owner -> ofOthers.computeIfAbsent(owner, _ -> new ArrayList<>())
                            .add(identifier));
        }
        ofOthers.forEach((owner, numbers) -> collector.recordDispute(
                fact,
                owner,
                new PatientIdentityUpdated(numbers, List.of(), Demographics.UNKNOWN),
                PatientIdentifierMatch.anotherPerson(fact, owner, patientIndex)));
        return !ofOthers.isEmpty();
    }

    private IdentifiedPatient match(Fact fact) {
        PatientIdentifierMatch match = patients.match(fact, state().patientIndex());
        if (match.patient().isEmpty()) {
            PatientId registered =
                    register(fact, match.evidence(), PatientIdentifierMatch.demographics(fact), match.anomalies());
            return new IdentifiedPatient(registered, true, match.assignableIdentifiers(), match.anomalies(), false);
        }
        PatientId patient = match.patient().get();
        List<Identifier> newIdentifiers = match.newIdentifiers(state().patientIndex());
        if (!newIdentifiers.isEmpty() && !PatientIdentifierMatch.isRegistration(fact.event())) {
            recordIdentityEvent(
                    fact,
                    patient,
                    new PatientIdentityUpdated(newIdentifiers, List.of(), Demographics.UNKNOWN),
                    List.of());
        }
        return new IdentifiedPatient(patient, false, match.assignableIdentifiers(), match.anomalies(), false);
    }

    private PatientId register(Fact fact, List<Identifier> identifiers, Demographics demographics) {
        return register(fact, identifiers, demographics, List.of());
    }

    private PatientId register(
            Fact fact, List<Identifier> identifiers, Demographics demographics, List<Anomaly> anomalies) {
        PatientId patient = collector.nextPatient();
        recordIdentityEvent(fact, patient, new PatientRegistered(identifiers, demographics), anomalies);
        return patient;
    }

    /**
     * Records what a fact adds about its patient. The time of this event is the fact's time of report, whenever the
     * fact itself happens; a registration keeps its own time.
     */
    private void recordIdentityEvent(Fact fact, PatientId patient, IdentityEvent event, List<Anomaly> anomalies) {
        OffsetDateTime at = PatientIdentifierMatch.isRegistration(fact.event())
                ? fact.occurredAt()
                : fact.reportedAt().orElseGet(() -> message.receivedAt().atOffset(ZoneOffset.UTC));
        collector.recordIdentity(fact, patient, event, at, anomalies);
    }

    /** Whether the registration records all that the event reports; it does not record retired identifiers (A47). */
    private static boolean isCoveredByRegistration(Event event) {
        return event instanceof PatientRegistered
                || event instanceof PatientIdentityUpdated updated
                        && updated.retired().isEmpty();
    }

    private boolean isAlreadyMerged(Fact reported, IdentifiedPatient patient) {
        return reported.state()
                && reported.event() instanceof PatientsMerged merged
                && OtherRecords.of(merged.absorbedIdentifiers(), state().patientIndex())
                        .areAllMergedWith(patient.id(), state().patientIndex());
    }

    /** One event for each record that a merge absorbs, or that its end separates: MRG-1 may name several. */
    private List<Event> complete(
            Fact fact, IdentifiedPatient patient, Demographics demographics, List<Anomaly> anomalies) {
        return switch (fact.event()) {
            case PatientsMerged merged -> mergedEvents(fact, merged, patient.id(), anomalies);
            case PatientsUnmerged unmerged -> unmergedEvents(fact, unmerged, patient.id(), anomalies);
            default -> List.of(completeSingle(fact, patient, demographics));
        };
    }

    private List<Event> mergedEvents(Fact fact, PatientsMerged merged, PatientId survivor, List<Anomaly> anomalies) {
        Map<PatientId, List<Identifier>> absorbed = records(fact, merged.absorbedIdentifiers(), survivor);
        if (absorbed.containsKey(survivor)) {
            anomalies.add(Anomaly.of(Code.MERGED_WITH_ITSELF));
        }
        return absorbed.entrySet().stream()
                .<Event>map(entry -> new PatientsMerged(
                        entry.getValue(),
                        Optional.of(entry.getKey()),
                        state().patientIndex()
                                .person(survivor)
                                .and(state().patientIndex().person(entry.getKey()))
                                .asDemographics()))
                .toList();
    }

    private List<Event> unmergedEvents(
            Fact fact, PatientsUnmerged unmerged, PatientId patient, List<Anomaly> anomalies) {
        Map<PatientId, List<Identifier>> separated = records(fact, unmerged.separatedIdentifiers(), patient);
        if (separated.keySet().stream()
                .noneMatch(record -> state().patientIndex().isSamePerson(record, patient))) {
            anomalies.add(Anomaly.of(Code.CANCELS_NOTHING_KNOWN));
        }
        return separated.entrySet().stream()
                .<Event>map(entry -> new PatientsUnmerged(entry.getValue(), Optional.of(entry.getKey())))
                .toList();
    }

    /** Registers the unknown records. The patient's own record is one of them only where there is no other. */
    private Map<PatientId, List<Identifier>> records(Fact fact, List<Identifier> identifiers, PatientId patient) {
        OtherRecords others = OtherRecords.of(identifiers, state().patientIndex());
        Map<PatientId, List<Identifier>> records = new LinkedHashMap<>(others.known());
        others.unknown().forEach(numbers -> records.put(register(fact, numbers, Demographics.UNKNOWN), numbers));
        if (records.size() > 1) {
            records.remove(patient);
        }
        return records;
    }

    /** The event with the patient ids and identifiers that only the log determines. */
    private Event completeSingle(Fact fact, IdentifiedPatient patient, Demographics demographics) {
        if (!(fact.event() instanceof IdentityEvent identity)) {
            return fact.event();
        }
        return switch (identity) {
            case PatientRegistered _ ->
                new PatientIdentityUpdated(patient.assignableIdentifiers(), List.of(), demographics);
            case PatientIdentityUpdated updated ->
                new PatientIdentityUpdated(patient.assignableIdentifiers(), updated.retired(), demographics);
            case PatientsMerged _, PatientsUnmerged _ -> identity;
            case StayReassigned reassigned ->
                new StayReassigned(
                        reassigned.visit(),
                        reassigned.fromIdentifiers(),
                        // Its messages may arrive later: the stay that they report is the other patient's then.
                        firstPatient(reassigned.fromIdentifiers())
                                .or(() -> Optional.of(
                                        register(fact, reassigned.fromIdentifiers(), Demographics.UNKNOWN))));
        };
    }

    private Optional<PatientId> firstPatient(List<Identifier> identifiers) {
        return state().patientIndex().patientsOf(identifiers).stream().findFirst();
    }
}
