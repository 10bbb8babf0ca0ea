package org.parcours.command.journey.decision;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.journey.identity.PatientIndex;
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
 * @param otherPatients whom the rest of them names, where nobody has said that it is the same person
 * @param assignableIdentifiers what an identity event may say is the patient's: what was nobody's or is already the patient's own, and
 *     of evidence that speaks of two people, only the latter
 */
record PatientMatch(
        List<Identifier> evidence,
        Optional<PatientId> patient,
        List<PatientId> otherPatients,
        List<Identifier> assignableIdentifiers) {

    static PatientMatch of(Fact fact, PatientIndex patientIndex) {
        List<Identifier> evidence = evidence(fact);
        List<Identifier> retired =
                fact.event() instanceof PatientIdentityUpdated updated ? updated.retired() : List.of();
        List<PatientId> patients = patientIndex.patientsOf(
                Stream.concat(evidence.stream(), retired.stream()).toList());
        if (patients.isEmpty()) {
            return new PatientMatch(evidence, Optional.empty(), List.of(), evidence);
        }
        PatientId patient = patients.getFirst();
        List<PatientId> otherPatients = patients.stream()
                .filter(other -> !patientIndex.isSamePerson(other, patient))
                .toList();
        List<Identifier> assignableIdentifiers = evidence.stream()
                .filter(identifier ->
                        patientIndex.owner(identifier).map(patient::equals).orElse(otherPatients.isEmpty()))
                .toList();
        return new PatientMatch(evidence, Optional.of(patient), otherPatients, assignableIdentifiers);
    }

    /** What nobody knows yet of what is given. */
    List<Identifier> newIdentifiers(PatientIndex patientIndex) {
        return assignableIdentifiers.stream()
                .filter(identifier -> patientIndex.owner(identifier).isEmpty())
                .toList();
    }

    /** Some senders of an A40 list both numbers in PID-3; what MRG-1 names speaks for the other. */
    private static List<Identifier> evidence(Fact fact) {
        List<Identifier> all = fact.patient().identifiers();
        if (!(fact.event() instanceof IdentityEvent event)) {
            return all;
        }
        List<Identifier> otherPatientIdentifiers =
                switch (event) {
                    case PatientsMerged merged -> merged.absorbedIdentifiers();
                    case PatientsUnmerged unmerged -> unmerged.separatedIdentifiers();
                    case StayReassigned reassigned -> reassigned.fromIdentifiers();
                    case PatientRegistered _, PatientIdentityUpdated _ -> List.of();
                };
        List<Identifier> ownIdentifiers = all.stream()
                .filter(identifier -> otherPatientIdentifiers.stream().noneMatch(identifier::isSameNumberAs))
                .toList();
        return ownIdentifiers.isEmpty() ? all : ownIdentifiers;
    }
}
