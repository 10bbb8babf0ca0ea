package org.parcours.command.journey.decision;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.journey.identity.KnownPatients;
import org.parcours.command.message.Fact;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.PatientId;

/**
 * Whom a fact is about, by its identifiers.
 *
 * @param evidence the identifiers that speak for the fact's own patient
 * @param patient whom the first known of them names; empty at first sight
 * @param others whom the rest of them names, where nobody has said that it is the same person
 * @param given what an identity event may say is the patient's: what was nobody's or is already the patient's own, and
 *     of evidence that speaks of two people, only the latter
 */
record PatientMatch(
        List<Identifier> evidence, Optional<PatientId> patient, List<PatientId> others, List<Identifier> given) {

    static PatientMatch of(Fact fact, KnownPatients known) {
        List<Identifier> evidence = evidence(fact);
        List<Identifier> retired =
                fact.event() instanceof PatientIdentityUpdated updated ? updated.retired() : List.of();
        List<PatientId> named =
                known.named(Stream.concat(evidence.stream(), retired.stream()).toList());
        if (named.isEmpty()) {
            return new PatientMatch(evidence, Optional.empty(), List.of(), evidence);
        }
        PatientId patient = named.getFirst();
        List<PatientId> others =
                named.stream().filter(other -> !known.same(other, patient)).toList();
        List<Identifier> given = evidence.stream()
                .filter(identifier ->
                        known.owner(identifier).map(patient::equals).orElse(others.isEmpty()))
                .toList();
        return new PatientMatch(evidence, Optional.of(patient), others, given);
    }

    /** What nobody knows yet of what is given. */
    List<Identifier> unheardOf(KnownPatients known) {
        return given.stream()
                .filter(identifier -> known.owner(identifier).isEmpty())
                .toList();
    }

    /** Some senders of an A40 list both numbers in PID-3; what MRG-1 names speaks for the other. */
    private static List<Identifier> evidence(Fact fact) {
        List<Identifier> all = fact.patient().identifiers();
        if (!(fact.event() instanceof IdentityEvent event)) {
            return all;
        }
        List<Identifier> ofTheOther =
                switch (event) {
                    case PatientsMerged merged -> merged.absorbedIdentifiers();
                    case PatientsUnmerged unmerged -> unmerged.separatedIdentifiers();
                    case StayReassigned reassigned -> reassigned.fromIdentifiers();
                    case PatientRegistered _, PatientIdentityUpdated _ -> List.of();
                };
        List<Identifier> own = all.stream()
                .filter(identifier -> ofTheOther.stream().noneMatch(identifier::isSameNumberAs))
                .toList();
        return own.isEmpty() ? all : own;
    }
}
