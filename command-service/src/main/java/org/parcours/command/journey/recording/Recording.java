package org.parcours.command.journey.recording;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.Fact;
import org.parcours.command.intake.Report;
import org.parcours.command.journey.Question;
import org.parcours.command.journey.Tag;
import org.parcours.command.journey.identity.KnownPatients;
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
public record Recording(
        Report report, PVector<Envelope> sameMessage, KnownPatients patients, List<Surroundings> surroundings) {

    public Recording {
        surroundings = List.copyOf(surroundings);
    }

    /** The report as if the log were empty. */
    public static Recording of(Report report) {
        List<Surroundings> surroundings = new ArrayList<>();
        report.facts().forEach(fact -> surroundings.add(Surroundings.of(fact)));
        return new Recording(report, TreePVector.empty(), KnownPatients.NONE, surroundings);
    }

    /** Everything that it depends on: what matches must be evolved in, and nothing of it may change unseen. */
    public Set<Question> questions() {
        Set<Question> questions = new LinkedHashSet<>();
        questions.add(new Question(messageTag(), Set.of()));
        report.facts().stream()
                .flatMap(Recording::identifiersNamed)
                .map(identifier -> new Question(Tag.identifier(identifier), KnownPatients.READS))
                .forEach(questions::add);
        surroundings.forEach(surrounding -> questions.addAll(surrounding.questions()));
        return questions;
    }

    public Recording evolve(Envelope recorded) {
        boolean same = recorded.reporter().application().equals(report.sender().application())
                && recorded.reporter().messageId().equals(report.messageId());
        List<Surroundings> next = new ArrayList<>();
        surroundings.forEach(surrounding -> next.add(surrounding.evolve(recorded)));
        return new Recording(report, same ? sameMessage.plus(recorded) : sameMessage, patients.evolve(recorded), next);
    }

    public Decided decide(Ids ids) {
        List<Decided.Place> places = sameMessage.stream()
                .filter(event -> event.reporter().digest().equals(report.digest()))
                .map(event -> new Decided.Place(event.id(), event.position()))
                .toList();
        return places.isEmpty()
                ? new Decided.Record(new Telling(this, ids).events())
                : new Decided.KnownAlready(places);
    }

    Tag messageTag() {
        return Tag.message(report.sender().application(), report.messageId());
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
