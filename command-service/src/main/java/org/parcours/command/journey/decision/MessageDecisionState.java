package org.parcours.command.journey.decision;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.journey.EventQuery;
import org.parcours.command.journey.EventTag;
import org.parcours.command.journey.identity.PatientIndex;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.StepKey;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The decision state of one command: a message, and the recorded events that its decision depends on. Immutable and
 * pure.
 *
 * @param sameMessageEvents the events recorded for messages with this identity (rule 4)
 * @param patientIndex which patients the message's identifiers identify (rule 5)
 * @param factStates the state of each fact, in the order of the facts
 */
public record MessageDecisionState(
        ParsedMessage message,
        PVector<Envelope> sameMessageEvents,
        PatientIndex patientIndex,
        List<FactDecisionState> factStates) {

    public MessageDecisionState {
        factStates = List.copyOf(factStates);
    }

    public static MessageDecisionState of(ParsedMessage message) {
        return new MessageDecisionState(
                message,
                TreePVector.empty(),
                PatientIndex.EMPTY,
                message.facts().stream().map(FactDecisionState::of).toList());
    }

    /**
     * All that the decision depends on: every matching event must be applied by {@link #evolve}, and one that is
     * recorded meanwhile is a conflict.
     */
    public Set<EventQuery> queries() {
        Set<EventQuery> queries = new LinkedHashSet<>();
        queries.add(new EventQuery(messageTag(), Set.of()));
        message.facts().stream()
                .flatMap(MessageDecisionState::identifiersOf)
                .distinct()
                .map(identifier -> new EventQuery(EventTag.identifier(identifier), PatientIndex.EVENT_TYPES))
                .forEach(queries::add);
        factStates.forEach(factState -> queries.addAll(factState.queries()));
        return queries;
    }

    public MessageDecisionState evolve(Envelope recorded) {
        boolean isSameMessage =
                recorded.reporter().application().equals(message.sender().application())
                        && recorded.reporter().messageId().equals(message.messageId());
        // Once for all facts: there are many, and the keys of an event are derived.
        Set<StepKey> keys = Set.copyOf(recorded.stepKeys());
        return new MessageDecisionState(
                message,
                isSameMessage ? sameMessageEvents.plus(recorded) : sameMessageEvents,
                patientIndex.evolve(recorded),
                evolvedFactStates(recorded, keys));
    }

    /** An event concerns few of the facts. */
    private List<FactDecisionState> evolvedFactStates(Envelope recorded, Set<StepKey> keys) {
        List<FactDecisionState> evolved = factStates;
        for (int i = 0; i < factStates.size(); i++) {
            FactDecisionState before = factStates.get(i);
            FactDecisionState after = before.evolve(recorded, keys);
            if (after != before) {
                if (evolved == factStates) {
                    evolved = new ArrayList<>(factStates);
                }
                evolved.set(i, after);
            }
        }
        return evolved;
    }

    public Decision decide(IdGenerator ids) {
        List<Decision.RecordedEvent> duplicateEvents = sameMessageEvents.stream()
                .filter(event -> event.reporter().digest().equals(message.digest()))
                .map(Decision.RecordedEvent::of)
                .toList();
        return duplicateEvents.isEmpty()
                ? new MessageDecider(this, ids).decide()
                : new Decision.DuplicateMessage(duplicateEvents, List.of());
    }

    EventTag messageTag() {
        return EventTag.message(message.sender().application(), message.messageId());
    }

    /** Every identifier that the fact contains, of its own patient or of another. */
    static Stream<Identifier> identifiersOf(Fact fact) {
        Stream<Identifier> eventIdentifiers =
                switch (fact.event()) {
                    case PatientRegistered registered -> registered.identifiers().stream();
                    case PatientIdentityUpdated updated ->
                        Stream.concat(updated.identifiers().stream(), updated.retired().stream());
                    case PatientsMerged merged -> merged.absorbedIdentifiers().stream();
                    case PatientsUnmerged unmerged -> unmerged.separatedIdentifiers().stream();
                    case StayReassigned reassigned -> reassigned.fromIdentifiers().stream();
                    default -> Stream.empty();
                };
        return Stream.concat(fact.patient().identifiers().stream(), eventIdentifiers)
                .distinct();
    }
}
