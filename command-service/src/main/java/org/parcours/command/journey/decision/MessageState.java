package org.parcours.command.journey.decision;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.journey.EventQuery;
import org.parcours.command.journey.EventTag;
import org.parcours.command.journey.identity.KnownPatients;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * A report and what the log knows that matters to it: the decision state of one command. Immutable and pure.
 *
 * @param sameMessage what has been recorded of a message with this identity (rule 4)
 * @param patients whom the report's identifiers name (rule 5)
 * @param surroundings what is known around each fact, in the order of the facts
 */
public record MessageState(
        ParsedMessage report, PVector<Envelope> sameMessage, KnownPatients patients, List<FactContext> surroundings) {

    public MessageState {
        surroundings = List.copyOf(surroundings);
    }

    /** The report as if the log were empty. */
    public static MessageState of(ParsedMessage report) {
        List<FactContext> surroundings = new ArrayList<>();
        report.facts().forEach(fact -> surroundings.add(FactContext.of(fact)));
        return new MessageState(report, TreePVector.empty(), KnownPatients.NONE, surroundings);
    }

    /** Everything that it depends on: what matches must be evolved in, and nothing of it may change unseen. */
    public Set<EventQuery> queries() {
        Set<EventQuery> queries = new LinkedHashSet<>();
        queries.add(new EventQuery(messageTag(), Set.of()));
        report.facts().stream()
                .flatMap(MessageState::identifiersNamed)
                .map(identifier -> new EventQuery(EventTag.identifier(identifier), KnownPatients.READS))
                .forEach(queries::add);
        surroundings.forEach(surrounding -> queries.addAll(surrounding.queries()));
        return queries;
    }

    public MessageState evolve(Envelope recorded) {
        boolean same = recorded.reporter().application().equals(report.sender().application())
                && recorded.reporter().messageId().equals(report.messageId());
        List<FactContext> next = new ArrayList<>();
        surroundings.forEach(surrounding -> next.add(surrounding.evolve(recorded)));
        return new MessageState(
                report, same ? sameMessage.plus(recorded) : sameMessage, patients.evolve(recorded), next);
    }

    public Decision decide(IdGenerator ids) {
        List<Decision.Place> places = sameMessage.stream()
                .filter(event -> event.reporter().digest().equals(report.digest()))
                .map(event -> new Decision.Place(event.id(), event.position()))
                .toList();
        return places.isEmpty() ? new MessageDecider(this, ids).decided() : new Decision.Duplicate(places);
    }

    EventTag messageTag() {
        return EventTag.message(report.sender().application(), report.messageId());
    }

    /** Every identifier that the fact names, whoever it is that they name. */
    static Stream<Identifier> identifiersNamed(Fact fact) {
        Stream<Identifier> others =
                switch (fact.event()) {
                    case PatientRegistered registered -> registered.identifiers().stream();
                    case PatientIdentityUpdated updated ->
                        Stream.concat(updated.identifiers().stream(), updated.retired().stream());
                    case PatientsMerged merged -> merged.absorbedIdentifiers().stream();
                    case PatientsUnmerged unmerged -> unmerged.separatedIdentifiers().stream();
                    case StayReassigned reassigned -> reassigned.fromIdentifiers().stream();
                    default -> Stream.empty();
                };
        return Stream.concat(fact.patient().identifiers().stream(), others).distinct();
    }
}
