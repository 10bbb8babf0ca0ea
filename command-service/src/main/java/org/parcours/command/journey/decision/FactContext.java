package org.parcours.command.journey.decision;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.parcours.command.journey.Decider;
import org.parcours.command.journey.DecisionResult;
import org.parcours.command.journey.EventQuery;
import org.parcours.command.journey.EventTag;
import org.parcours.command.message.Fact;
import org.parcours.events.DerivedIds;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
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
 * What the log knows around one fact: its step or its stay, and under whom the stay is known.
 *
 * @param stay that the fact speaks of
 * @param history what the fact's use case reads of the step or stay, oldest first, of whatever patient
 * @param otherwise the same for the fact's other meaning
 */
record FactContext(
        Fact fact,
        Optional<Decider<?>> decision,
        Optional<StayId> stay,
        PVector<Envelope> history,
        Optional<PatientId> stayOwner,
        Optional<FactContext> otherwise) {

    private static final Set<Class<? extends Event>> SAY_WHOSE_STAY =
            Set.of(PatientAdmitted.class, PreAdmissionPlanned.class, StayReassigned.class);

    /** A stay that nobody numbered: one for each patient, told apart by nothing. */
    private static final String UNNUMBERED = "urn:parcours:stay-without-number";

    static FactContext of(Fact fact) {
        Optional<Decider<?>> decision = fact.event() instanceof IdentityEvent
                ? Optional.empty()
                : Optional.of(DeciderRegistry.decisionAbout(fact.event()));
        return new FactContext(
                fact,
                decision,
                stay(fact),
                TreePVector.empty(),
                Optional.empty(),
                fact.asAlternative().map(FactContext::of));
    }

    List<EventQuery> queries() {
        List<EventQuery> queries = new ArrayList<>();
        stay.ifPresent(number -> queries.add(new EventQuery(
                EventTag.stay(number),
                fact.event() instanceof StayEvent ? union(decision.orElseThrow().reads()) : SAY_WHOSE_STAY)));
        decision.ifPresent(useCase -> fact.event()
                .stepKeys()
                .forEach(key -> queries.add(new EventQuery(EventTag.step(key), useCase.reads()))));
        otherwise.ifPresent(other -> queries.addAll(other.queries()));
        return queries;
    }

    FactContext evolve(Envelope recorded) {
        boolean ourStay = stay.isPresent() && stay.equals(recorded.stay());
        Optional<PatientId> owner =
                ourStay && SAY_WHOSE_STAY.contains(recorded.event().getClass())
                        ? Optional.of(recorded.subject())
                        : stayOwner;
        PVector<Envelope> more = isRead(recorded, ourStay) ? history.plus(recorded) : history;
        return new FactContext(fact, decision, stay, more, owner, otherwise.map(other -> other.evolve(recorded)));
    }

    /** The same surroundings of what the fact comes to. */
    FactContext meaning(Event event) {
        FactContext other = of(fact.withEvent(event));
        return new FactContext(other.fact, other.decision, stay, history, stayOwner, Optional.empty());
    }

    private boolean isRead(Envelope recorded, boolean ourStay) {
        if (fact.event() instanceof PatientIdentityUpdated) {
            return recorded.event() instanceof PatientRegistered || recorded.event() instanceof PatientIdentityUpdated;
        }
        boolean ours = fact.event() instanceof StayEvent
                ? ourStay
                : fact.event().stepKeys().stream()
                        .anyMatch(key -> recorded.event().stepKeys().contains(key));
        return ours
                && decision.filter(useCase ->
                                useCase.reads().contains(recorded.event().getClass()))
                        .isPresent();
    }

    /** What the fact means: as told, unless its number is known, of that person, as the other. */
    FactContext meant(Predicate<PatientId> person) {
        return otherwise
                .filter(other -> of(person).history().isEmpty()
                        && !other.of(person).history().isEmpty())
                .orElse(this);
    }

    /** A number names a step of one person: laboratories use theirs again. A stay is known by whose it is. */
    FactContext of(Predicate<PatientId> person) {
        return fact.event() instanceof StayEvent
                ? this
                : new FactContext(
                        fact,
                        decision,
                        stay,
                        TreePVector.from(history.stream()
                                .filter(recorded -> person.test(recorded.subject()))
                                .toList()),
                        stayOwner,
                        Optional.empty());
    }

    DecisionResult decide() {
        return decision.map(this::decide).orElse(DecisionResult.PLAIN);
    }

    private <S> DecisionResult decide(Decider<S> useCase) {
        S state = useCase.nothingKnown();
        for (Envelope recorded : history) {
            state = useCase.evolve(state, recorded);
        }
        return useCase.decide(fact, state);
    }

    boolean stayIsUnnumbered() {
        return fact.event() instanceof StayEvent
                && visit(fact).flatMap(Visit::number).isEmpty();
    }

    private static Optional<StayId> stay(Fact fact) {
        Optional<Identifier> number = visit(fact).flatMap(Visit::number);
        if (number.isPresent()) {
            return number.map(DerivedIds::stay);
        }
        if (fact.event() instanceof StayEvent) {
            Identifier patient = fact.patient().identifiers().getFirst();
            return Optional.of(
                    DerivedIds.stay(Identifier.of(UNNUMBERED, DerivedIds.hash(patient.system(), patient.value()))));
        }
        return Optional.empty();
    }

    /** The step that the fact belongs to: known by one of its keys, or new and named by the first of them. */
    Optional<StepId> step() {
        return history.stream()
                .flatMap(recorded -> recorded.step().stream())
                .findFirst()
                .or(() -> fact.event().stepKeys().stream().findFirst().map(DerivedIds::step));
    }

    private static Optional<Visit> visit(Fact fact) {
        return switch (fact.event()) {
            case StayEvent event -> Optional.of(event.visit());
            case StayReassigned reassigned -> Optional.of(reassigned.visit());
            default -> fact.visit();
        };
    }

    private static Set<Class<? extends Event>> union(Set<Class<? extends Event>> reads) {
        Set<Class<? extends Event>> all = new HashSet<>(reads);
        all.addAll(SAY_WHOSE_STAY);
        return all;
    }
}
