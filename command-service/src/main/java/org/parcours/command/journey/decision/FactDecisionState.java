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
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.PatientId;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.StayEvent.PreAdmissionPlanned;
import org.parcours.events.StayId;
import org.parcours.events.StepId;
import org.parcours.events.Visit;
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
        Optional<CorrectionDecider<?>> decider,
        Optional<StayId> stay,
        PVector<Envelope> history,
        Optional<PatientId> stayOwner,
        Optional<FactDecisionState> alternative) {

    private static final Set<Class<? extends Event>> STAY_OWNER_TYPES =
            Set.of(PatientAdmitted.class, PreAdmissionPlanned.class, StayReassigned.class);

    /** The system of a stay without a visit number: one stay per patient. */
    private static final String UNNUMBERED_STAY_SYSTEM = "urn:parcours:stay-without-number";

    static FactDecisionState of(Fact fact) {
        return new FactDecisionState(
                fact,
                CorrectionDeciderRegistry.deciderFor(fact.event()),
                stayOf(fact),
                TreePVector.empty(),
                Optional.empty(),
                fact.asAlternative().map(FactDecisionState::of));
    }

    List<EventQuery> queries() {
        List<EventQuery> queries = new ArrayList<>();
        Set<Class<? extends Event>> stayTypes = new HashSet<>(STAY_OWNER_TYPES);
        if (fact.event() instanceof StayEvent) {
            stayTypes.addAll(decider.orElseThrow().queriedTypes());
        }
        stay.ifPresent(stayId -> queries.add(new EventQuery(EventTag.stay(stayId), stayTypes)));
        decider.ifPresent(factDecider -> fact.event()
                .stepKeys()
                .forEach(key -> queries.add(new EventQuery(EventTag.step(key), factDecider.queriedTypes()))));
        alternative.ifPresent(state -> queries.addAll(state.queries()));
        return queries;
    }

    FactDecisionState evolve(Envelope recorded) {
        boolean isSameStay = stay.isPresent() && stay.equals(recorded.stay());
        Optional<PatientId> owner =
                isSameStay && STAY_OWNER_TYPES.contains(recorded.event().getClass())
                        ? Optional.of(recorded.subject())
                        : stayOwner;
        return new FactDecisionState(
                fact,
                decider,
                stay,
                isRelevant(recorded.event(), isSameStay) ? history.plus(recorded) : history,
                owner,
                alternative.map(state -> state.evolve(recorded)));
    }

    /** @param event of the same family, which results from the fact */
    FactDecisionState withEvent(Event event) {
        return new FactDecisionState(fact.withEvent(event), decider, stay, history, stayOwner, Optional.empty());
    }

    private boolean isRelevant(Event recorded, boolean isSameStay) {
        if (fact.event() instanceof PatientIdentityUpdated) {
            return recorded instanceof PatientRegistered || recorded instanceof PatientIdentityUpdated;
        }
        boolean matches = fact.event() instanceof StayEvent
                ? isSameStay
                : !Collections.disjoint(fact.event().stepKeys(), recorded.stepKeys());
        return matches
                && decider.filter(known -> known.queriedTypes().contains(recorded.getClass()))
                        .isPresent();
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
        if (fact.event() instanceof StayEvent) {
            return this;
        }
        List<Envelope> ofPatient = history.stream()
                .filter(recorded -> isSamePatient.test(recorded.subject()))
                .toList();
        return new FactDecisionState(fact, decider, stay, TreePVector.from(ofPatient), stayOwner, Optional.empty());
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
        return fact.event() instanceof StayEvent
                && visitOf(fact).flatMap(Visit::number).isEmpty();
    }

    private static Optional<StayId> stayOf(Fact fact) {
        Optional<Identifier> number = visitOf(fact).flatMap(Visit::number);
        if (number.isPresent()) {
            return number.map(DerivedIds::stay);
        }
        if (fact.event() instanceof StayEvent) {
            Identifier patient = fact.patient().identifiers().getFirst();
            return Optional.of(DerivedIds.stay(
                    Identifier.of(UNNUMBERED_STAY_SYSTEM, DerivedIds.hash(patient.system(), patient.value()))));
        }
        return Optional.empty();
    }

    /** The step that the fact belongs to: a recorded one with one of its keys, or a new one, named by its first key. */
    Optional<StepId> step() {
        return history.stream()
                .flatMap(recorded -> recorded.step().stream())
                .findFirst()
                .or(() -> fact.event().stepKeys().stream().findFirst().map(DerivedIds::step));
    }

    private static Optional<Visit> visitOf(Fact fact) {
        return switch (fact.event()) {
            case StayEvent event -> Optional.of(event.visit());
            case StayReassigned reassigned -> Optional.of(reassigned.visit());
            default -> fact.visit();
        };
    }
}
