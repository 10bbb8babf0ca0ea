package org.parcours.command.journey.decision;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.parcours.command.journey.CorrectionAndAnomalies;
import org.parcours.command.journey.CorrectionDecider;
import org.parcours.command.journey.EventQuery;
import org.parcours.command.journey.EventTag;
import org.parcours.command.message.Fact;
import org.parcours.events.DerivedIds;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.PatientId;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.StayEvent.PatientTransferred;
import org.parcours.events.StayEvent.PreAdmissionPlanned;
import org.parcours.events.StayId;
import org.parcours.events.StepId;
import org.parcours.events.StepKey;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * One fact and the recorded events around it: of its step or its stay, and which patient the stay belongs to.
 *
 * @param decider empty for an identity event
 * @param history the events of the step or stay that the decider reads, oldest first, of any patient
 * @param alternative the same for the fact's alternative meaning
 */
record FactDecisionState(
        Fact fact,
        Set<StepKey> keys,
        Optional<CorrectionDecider<?>> decider,
        StayNumbers stays,
        PVector<Envelope> history,
        Optional<PatientId> stayOwner,
        Optional<FactDecisionState> alternative) {

    private static final Set<Class<? extends Event>> STAY_OWNER_TYPES =
            Set.of(PatientAdmitted.class, PreAdmissionPlanned.class, StayReassigned.class);

    static FactDecisionState of(Fact fact) {
        return new FactDecisionState(
                fact,
                Set.copyOf(fact.stepKeys()),
                CorrectionDeciderRegistry.deciderFor(fact.event()),
                StayNumbers.of(fact),
                TreePVector.empty(),
                Optional.empty(),
                fact.asAlternative().map(FactDecisionState::of));
    }

    List<EventQuery> queries() {
        List<EventQuery> queries = new ArrayList<>();
        Set<Class<? extends Event>> stayTypes = new HashSet<>(STAY_OWNER_TYPES);
        // A movement of the stay may be an Encounter of its own, to which others refer.
        stayTypes.add(PatientTransferred.class);
        if (fact.event() instanceof StayEvent) {
            stayTypes.addAll(decider.orElseThrow().queriedTypes());
        }
        stays.ids().forEach(stay -> queries.add(new EventQuery(EventTag.stay(stay), stayTypes)));
        decider.ifPresent(factDecider ->
                keys.forEach(key -> queries.add(new EventQuery(EventTag.step(key), factDecider.queriedTypes()))));
        alternative.ifPresent(state -> queries.addAll(state.queries()));
        return queries;
    }

    /** @param recordedKeys the event's {@link Envelope#stepKeys} */
    FactDecisionState evolve(Envelope recorded, Set<StepKey> recordedKeys) {
        boolean isSameStay = stays.includes(recorded);
        Optional<PatientId> owner =
                isSameStay && STAY_OWNER_TYPES.contains(recorded.event().getClass())
                        ? Optional.of(recorded.subject())
                        : stayOwner;
        boolean isRelevant = isRelevant(recorded, isSameStay, recordedKeys);
        if (!isSameStay && !isRelevant && alternative.isEmpty()) {
            return this;
        }
        return new FactDecisionState(
                fact,
                keys,
                decider,
                isSameStay && isOfStay(recorded.event()) ? stays.plus(recorded) : stays,
                isRelevant ? history.plus(recorded) : history,
                owner,
                alternative.map(state -> state.evolve(recorded, recordedKeys)));
    }

    private static boolean isOfStay(Event event) {
        return event instanceof StayEvent || event instanceof StayReassigned;
    }

    /** @param event of the same family, which results from the fact */
    FactDecisionState withEvent(Event event) {
        return new FactDecisionState(fact.withEvent(event), keys, decider, stays, history, stayOwner, Optional.empty());
    }

    private boolean isRelevant(Envelope recorded, boolean isSameStay, Set<StepKey> recordedKeys) {
        Event event = recorded.event();
        if (fact.event() instanceof PatientIdentityUpdated) {
            return event instanceof PatientRegistered || event instanceof PatientIdentityUpdated;
        }
        boolean isKnownType = decider.filter(known -> known.queriedTypes().contains(event.getClass()))
                .isPresent();
        return isKnownType
                && (fact.event() instanceof StayEvent ? isSameStay : !Collections.disjoint(keys, recordedKeys));
    }

    /** The alternative, where only the alternative has recorded events of the patient; otherwise this state. */
    FactDecisionState resolveAlternative(Predicate<PatientId> isSamePatient) {
        return alternative
                .filter(state -> restrictedTo(isSamePatient).history().isEmpty()
                        && !state.restrictedTo(isSamePatient).history().isEmpty())
                .orElse(this);
    }

    /**
     * The same state with the history of one patient: a step's number identifies a step of one patient, since
     * laboratories reuse their numbers. The history of a stay stays complete; its owner is compared separately.
     */
    FactDecisionState restrictedTo(Predicate<PatientId> isSamePatient) {
        return fact.event() instanceof StayEvent
                ? this
                : withHistory(history.stream()
                        .filter(recorded -> isSamePatient.test(recorded.subject()))
                        .toList());
    }

    /** The same state with the events that count. */
    FactDecisionState inEffect() {
        List<Envelope> counting = RecordedEvents.inEffect(history);
        return counting == history ? this : withHistory(counting);
    }

    private FactDecisionState withHistory(List<Envelope> events) {
        return new FactDecisionState(fact, keys, decider, stays, TreePVector.from(events), stayOwner, Optional.empty());
    }

    CorrectionAndAnomalies decide() {
        return decider.map(this::decide).orElse(CorrectionAndAnomalies.NONE);
    }

    private <S> CorrectionAndAnomalies decide(CorrectionDecider<S> factDecider) {
        S state = factDecider.initialState();
        for (Envelope recorded : history) {
            state = factDecider.evolve(state, recorded);
        }
        return factDecider.decide(fact, state);
    }

    boolean hasUnnumberedStay() {
        return fact.event() instanceof StayEvent stay && stay.visit().numbers().isEmpty();
    }

    Optional<StayId> stay() {
        return stays.stay();
    }

    /** The step that the fact belongs to: a recorded one with one of its keys, or a new one, named by its first key. */
    Optional<StepId> step() {
        return history.stream()
                .flatMap(recorded -> recorded.step().stream())
                .findFirst()
                .or(() -> fact.event().stepKeys().stream().findFirst().map(DerivedIds::step));
    }
}
