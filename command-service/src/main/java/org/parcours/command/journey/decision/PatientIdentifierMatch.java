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
 * The patient that a fact is about, found by its identifiers.
 *
 * @param evidence the identifiers of the fact's own patient
 * @param patient the patient of the first known identifier; empty where all are unknown
 * @param otherPatients the patients of the other identifiers, except records merged with {@code patient}
 * @param assignableIdentifiers the identifiers that an identity event may assign to the patient: those without an owner
 *     and the patient's own; only the latter where the evidence identifies two patients
 */
record PatientIdentifierMatch(
        List<Identifier> evidence,
        Optional<PatientId> patient,
        List<PatientId> otherPatients,
        List<Identifier> assignableIdentifiers) {

    static PatientIdentifierMatch of(Fact fact, PatientIndex patientIndex) {
        List<Identifier> evidence = evidence(fact);
        List<Identifier> retired =
                fact.event() instanceof PatientIdentityUpdated updated ? updated.retired() : List.of();
        List<PatientId> patients = patientIndex.patientsOf(
                Stream.concat(evidence.stream(), retired.stream()).toList());
        if (patients.isEmpty()) {
            return new PatientIdentifierMatch(evidence, Optional.empty(), List.of(), evidence);
        }
        PatientId patient = patients.getFirst();
        List<PatientId> otherPatients = patients.stream()
                .filter(other -> !patientIndex.isSamePerson(other, patient))
                .toList();
        List<Identifier> assignableIdentifiers = evidence.stream()
                .filter(identifier ->
                        patientIndex.owner(identifier).map(patient::equals).orElse(otherPatients.isEmpty()))
                .toList();
        return new PatientIdentifierMatch(evidence, Optional.of(patient), otherPatients, assignableIdentifiers);
    }

    /** The assignable identifiers without an owner. */
    List<Identifier> newIdentifiers(PatientIndex patientIndex) {
        return assignableIdentifiers.stream()
                .filter(identifier -> patientIndex.owner(identifier).isEmpty())
                .toList();
    }

    /** Some senders of an A40 list both numbers in PID-3; those in MRG-1 belong to the other patient. */
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
