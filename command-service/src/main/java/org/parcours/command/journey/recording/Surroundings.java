package org.parcours.command.journey.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.intake.Fact;
import org.parcours.command.journey.Decision;
import org.parcours.command.journey.Question;
import org.parcours.command.journey.Tag;
import org.parcours.command.journey.Verdict;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.Keys;
import org.parcours.events.PatientId;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.StayEvent.PreAdmissionPlanned;
import org.parcours.events.StayId;
import org.parcours.events.StepId;
import org.parcours.events.Visit;

/**
 * What the log knows around one fact: its step, its stay, and the state of the use case that decides about it.
 *
 * @param stayOwner under whom the fact's stay is known
 * @param step the step that one of the fact's business keys has named before
 */
record Surroundings<S>(
        Fact fact, Optional<Decision<S>> decision, S state, Optional<PatientId> stayOwner, Optional<StepId> step) {

    private static final Set<Class<? extends Event>> SAY_WHOSE_STAY =
            Set.of(PatientAdmitted.class, PreAdmissionPlanned.class, StayReassigned.class);

    /** A stay that nobody numbered: one for each patient, told apart by nothing. */
    private static final String UNNUMBERED = "urn:parcours:stay-without-number";

    static Surroundings<?> of(Fact fact) {
        return fact.event() instanceof IdentityEvent
                ? new Surroundings<>(fact, Optional.empty(), "", Optional.empty(), Optional.empty())
                : of(fact, Journey.decisionAbout(fact.event()));
    }

    private static <S> Surroundings<S> of(Fact fact, Decision<S> decision) {
        return new Surroundings<>(
                fact, Optional.of(decision), decision.nothingKnown(), Optional.empty(), Optional.empty());
    }

    List<Question> questions() {
        List<Question> questions = new ArrayList<>();
        stay().ifPresent(stay -> questions.add(new Question(
                Tag.stay(stay),
                fact.event() instanceof StayEvent ? union(decision.orElseThrow().reads()) : SAY_WHOSE_STAY)));
        decision.ifPresent(useCase ->
                fact.event().stepKeys().forEach(key -> questions.add(new Question(Tag.step(key), useCase.reads()))));
        return questions;
    }

    Surroundings<S> evolve(Envelope recorded) {
        boolean ourStay = stay().isPresent() && stay().equals(recorded.stay());
        boolean ourStep = fact.event().stepKeys().stream()
                .anyMatch(key -> recorded.event().stepKeys().contains(key));
        Optional<PatientId> owner =
                ourStay && SAY_WHOSE_STAY.contains(recorded.event().getClass())
                        ? Optional.of(recorded.subject())
                        : stayOwner;
        boolean ours = fact.event() instanceof StayEvent ? ourStay : ourStep;
        if (!ours
                || decision.isEmpty()
                || !decision.get().reads().contains(recorded.event().getClass())) {
            return new Surroundings<>(fact, decision, state, owner, step);
        }
        return new Surroundings<>(
                fact, decision, decision.get().evolve(state, recorded), owner, step.or(recorded::step));
    }

    Verdict decide() {
        return decision.map(useCase -> useCase.decide(fact, state)).orElse(Verdict.PLAIN);
    }

    boolean stayIsUnnumbered() {
        return fact.event() instanceof StayEvent
                && visit().flatMap(Visit::number).isEmpty();
    }

    Optional<StayId> stay() {
        Optional<Identifier> number = visit().flatMap(Visit::number);
        if (number.isPresent()) {
            return number.map(Keys::stay);
        }
        if (fact.event() instanceof StayEvent) {
            Identifier patient = fact.patient().identifiers().getFirst();
            return Optional.of(Keys.stay(Identifier.of(UNNUMBERED, Keys.hash(patient.system(), patient.value()))));
        }
        return Optional.empty();
    }

    /** The step that the fact belongs to: known by one of its keys, or new and named by the first of them. */
    Optional<StepId> stepOrNew() {
        return step.or(() -> fact.event().stepKeys().stream().findFirst().map(Keys::step));
    }

    private Optional<Visit> visit() {
        return switch (fact.event()) {
            case StayEvent event -> Optional.of(event.visit());
            case StayReassigned reassigned -> Optional.of(reassigned.visit());
            default -> fact.visit();
        };
    }

    private static Set<Class<? extends Event>> union(Set<Class<? extends Event>> reads) {
        Set<Class<? extends Event>> all = new java.util.HashSet<>(reads);
        all.addAll(SAY_WHOSE_STAY);
        return all;
    }
}
