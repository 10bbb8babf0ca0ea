package org.parcours.command.journey.decision;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.journey.identity.KnownPerson;
import org.parcours.command.journey.identity.PatientIndex;
import org.parcours.command.journey.identity.PersonComparison;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.DemographicField;
import org.parcours.events.Demographics;
import org.parcours.events.Event;
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
 *     and the patient's own; only the latter where the evidence identifies two patients, or reports another person
 * @param conflict the traits by which the reported person is another one than the patient (rule 9)
 * @param disputed whether nothing but numbers that were last reported with another person identifies the patient
 */
record PatientIdentifierMatch(
        List<Identifier> evidence,
        Optional<PatientId> patient,
        List<PatientId> otherPatients,
        List<Identifier> assignableIdentifiers,
        List<DemographicField> conflict,
        boolean disputed) {

    static PatientIdentifierMatch of(Fact fact, PatientIndex patientIndex) {
        List<Identifier> evidence = evidence(fact);
        List<Identifier> retired =
                fact.event() instanceof PatientIdentityUpdated updated ? updated.retired() : List.of();
        List<PatientId> patients = patientIndex.patientsOf(
                Stream.concat(evidence.stream(), retired.stream()).toList());
        if (patients.isEmpty()) {
            return new PatientIdentifierMatch(evidence, Optional.empty(), List.of(), evidence, List.of(), false);
        }
        PatientId patient = patients.getFirst();
        List<PatientId> otherPatients = patients.stream()
                .filter(other -> !patientIndex.isSamePerson(other, patient))
                .toList();
        boolean unknownRecord = isUnknownRecord(fact.event(), evidence.getFirst(), patientIndex);
        List<DemographicField> conflict = conflict(fact, patient, unknownRecord, patientIndex);
        boolean disputed = isDisputed(fact, evidence, patient, patientIndex);
        if ((disputed || !conflict.isEmpty()) && unknownRecord) {
            // Another person with a record number of its own, and a number of the known patient (a shared INS).
            List<Identifier> own = evidence.stream()
                    .filter(identifier -> patientIndex.owner(identifier).isEmpty())
                    .toList();
            return new PatientIdentifierMatch(own, Optional.empty(), patients, own, List.of(), false);
        }
        boolean certain = otherPatients.isEmpty() && conflict.isEmpty() && !disputed;
        List<Identifier> assignableIdentifiers = evidence.stream()
                .filter(identifier ->
                        patientIndex.owner(identifier).map(patient::equals).orElse(certain))
                .toList();
        return new PatientIdentifierMatch(
                evidence, Optional.of(patient), otherPatients, assignableIdentifiers, conflict, disputed);
    }

    /** Whether the first number, the hospital's own where there is one, is not known yet; not in a change of numbers. */
    private static boolean isUnknownRecord(Event event, Identifier first, PatientIndex patientIndex) {
        boolean changesNumbers = event instanceof PatientIdentityUpdated updated
                        && !updated.retired().isEmpty()
                || event instanceof PatientsMerged
                || event instanceof PatientsUnmerged
                || event instanceof StayReassigned;
        return !changesNumbers && patientIndex.owner(first).isEmpty();
    }

    private static boolean isDisputed(
            Fact fact, List<Identifier> evidence, PatientId patient, PatientIndex patientIndex) {
        List<Identifier> own = evidence.stream()
                .filter(identifier ->
                        patientIndex.owner(identifier).filter(patient::equals).isPresent())
                .toList();
        return !own.isEmpty()
                && own.stream().allMatch(patientIndex::isDisputed)
                && !KnownPerson.of(demographics(fact)).isIdentifying();
    }

    /**
     * The message of a merge, or of its end, may name either of the two records. A person who has a number of its own that is
     * not known is not the known one with a corrected trait.
     */
    private static List<DemographicField> conflict(
            Fact fact, PatientId patient, boolean unknownRecord, PatientIndex patientIndex) {
        KnownPerson known = Stream.concat(
                        Stream.of(patient), patientIndex.patientsOf(otherPatientIdentifiers(fact.event())).stream())
                .map(patientIndex::person)
                .reduce(KnownPerson.UNKNOWN, KnownPerson::and);
        return PersonComparison.conflict(known, demographics(fact), !unknownRecord && isRegistration(fact.event()));
    }

    static boolean isRegistration(Event event) {
        return event instanceof PatientRegistered || event instanceof PatientIdentityUpdated;
    }

    static Demographics demographics(Fact fact) {
        return switch (fact.event()) {
            case PatientRegistered registered -> fact.patient().demographics().updatedBy(registered.demographics());
            case PatientIdentityUpdated updated -> fact.patient().demographics().updatedBy(updated.demographics());
            default -> fact.patient().demographics();
        };
    }

    List<Anomaly> anomalies() {
        Stream<Anomaly> twoPatients = otherPatients.stream()
                .limit(1)
                .map(other -> Anomaly.of(Code.IDENTIFIERS_OF_TWO_PATIENTS, "also patient " + other));
        Stream<Anomaly> anotherPerson = Stream.of(conflict)
                .filter(traits -> disputed || !traits.isEmpty())
                .map(PatientIdentifierMatch::anotherPerson);
        return Stream.concat(twoPatients, anotherPerson).toList();
    }

    /** @param traits by which the person differs; none where only its number says so */
    private static Anomaly anotherPerson(List<DemographicField> traits) {
        String names = traits.stream().map(PatientIdentifierMatch::traitName).collect(Collectors.joining(", "));
        return new Anomaly(
                Code.ANOTHER_PERSON_UNDER_THIS_NUMBER, Optional.of(names).filter(text -> !text.isEmpty()));
    }

    /** What the report of another patient says of this one, whose number it contains. */
    static Anomaly anotherPerson(Fact fact, PatientId owner, PatientIndex patientIndex) {
        return anotherPerson(PersonComparison.conflict(patientIndex.person(owner), demographics(fact), false));
    }

    /** As the trait is named in the event ({@link Demographics}). */
    private static String traitName(DemographicField trait) {
        return switch (trait) {
            case NAME, BIRTH_NAME -> "name";
            case BIRTH_DATE -> "birthDate";
            case SEX -> "sex";
            case BIRTH_ORDER -> "birthOrder";
            case PHONES -> "phones";
            case WORK_PHONES -> "workPhones";
            case ADDRESSES -> "addresses";
            case DEATH -> "death";
        };
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
        List<Identifier> others = otherPatientIdentifiers(fact.event());
        List<Identifier> ownIdentifiers = all.stream()
                .filter(identifier -> others.stream().noneMatch(identifier::isSameNumberAs))
                .toList();
        return ownIdentifiers.isEmpty() ? all : ownIdentifiers;
    }

    private static List<Identifier> otherPatientIdentifiers(Event event) {
        if (!(event instanceof IdentityEvent identity)) {
            return List.of();
        }
        return switch (identity) {
            case PatientsMerged merged -> merged.absorbedIdentifiers();
            case PatientsUnmerged unmerged -> unmerged.separatedIdentifiers();
            case StayReassigned reassigned -> reassigned.fromIdentifiers();
            case PatientRegistered _, PatientIdentityUpdated _ -> List.of();
        };
    }
}
