package org.parcours.command.journey.identity;

import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.journey.EventTag;
import org.parcours.events.Anomaly;
import org.parcours.events.Demographics;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.PatientId;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * Which patient record each identifier identifies (rule 5), as far as the folded events state. An identifier identifies
 * the record that it was assigned to first, whatever later messages report with it. Only its owner can retire it (A47).
 * A retired INS has no owner; a replaced number of the hospital's own keeps its owner, since messages still use it. A
 * merge changes no owner: it states that two records are one person, so undoing it only removes the merge.
 *
 * @param owners the record of each identifier, by the identifier's tag
 * @param survivors the record into which each absorbed record was merged
 * @param persons what the identity events of each record state about the person
 * @param mergedPersons what was known of both records of a merge, by the absorbed record
 * @param separations when the end of a merge was reported, by its two records: a merge that was reported before it, and
 *     arrives after it, is over
 * @param disputed identifiers that were last reported with another person than their owner's
 */
public record PatientIndex(
        PMap<EventTag, PatientId> owners,
        PMap<PatientId, PatientId> survivors,
        PMap<PatientId, KnownPerson> persons,
        PMap<PatientId, KnownPerson> mergedPersons,
        PMap<Set<PatientId>, OffsetDateTime> separations,
        PSet<EventTag> disputed) {

    public static final PatientIndex EMPTY = new PatientIndex(
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePSet.empty());

    /** The types of the events that {@link #evolve} reads. */
    public static final Set<Class<? extends Event>> EVENT_TYPES =
            Set.of(PatientRegistered.class, PatientIdentityUpdated.class, PatientsMerged.class, PatientsUnmerged.class);

    public PatientIndex evolve(Envelope recorded) {
        if (!(recorded.event() instanceof IdentityEvent event)) {
            return this;
        }
        return switch (event) {
            case PatientRegistered registered ->
                withIdentifiers(registered.identifiers(), recorded.subject())
                        .withPerson(recorded, registered.identifiers(), registered.demographics());
            case PatientIdentityUpdated updated ->
                withIdentifiers(updated.retired(), recorded.subject())
                        .withoutIns(updated.retired(), recorded.subject())
                        .withIdentifiers(updated.identifiers(), recorded.subject())
                        .withPerson(recorded, updated.identifiers(), updated.demographics());
            case PatientsMerged merged ->
                merged.absorbed()
                        .filter(absorbed -> !absorbed.equals(recorded.subject()))
                        .filter(absorbed -> !isOver(recorded, absorbed))
                        .map(absorbed -> withMerge(absorbed, recorded.subject(), merged.persons()))
                        .orElse(this);
            case PatientsUnmerged unmerged ->
                unmerged.separated()
                        .map(separated -> withoutMerge(recorded, separated))
                        .orElse(this);
            case StayReassigned _ -> this;
        };
    }

    /** The records of the identifiers, each once, in the order of the identifiers. */
    public List<PatientId> patientsOf(List<Identifier> identifiers) {
        return identifiers.stream()
                .map(this::owner)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    public Optional<PatientId> owner(Identifier identifier) {
        return Optional.ofNullable(owners.get(EventTag.identifier(identifier)));
    }

    /** Whether two records are one person, by all known merges. */
    public boolean isSamePerson(PatientId one, PatientId other) {
        return survivor(one).equals(survivor(other));
    }

    /** The tags of the record's identifiers, as far as they are known. */
    public Set<EventTag> identifiersOf(PatientId patient) {
        return owners.entrySet().stream()
                .filter(owner -> owner.getValue().equals(patient))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** What is known of the person, by all records that are merged with this one. */
    public KnownPerson person(PatientId patient) {
        return Stream.of(persons, mergedPersons)
                .flatMap(known -> known.entrySet().stream())
                .filter(known -> isSamePerson(known.getKey(), patient))
                .map(Map.Entry::getValue)
                .reduce(KnownPerson.UNKNOWN, KnownPerson::and);
    }

    /** Whether the identifier was last reported with another person: alone, it is no evidence of its owner (rule 9). */
    public boolean isDisputed(Identifier identifier) {
        return disputed.contains(EventTag.identifier(identifier));
    }

    /** An event about another person (rule 9) states nothing about this one, but that its numbers are disputed. */
    private PatientIndex withPerson(Envelope recorded, List<Identifier> identifiers, Demographics demographics) {
        List<EventTag> tags = identifiers.stream().map(EventTag::identifier).toList();
        if (hasAnomaly(recorded, Anomaly.Code.ANOTHER_PERSON_UNDER_THIS_NUMBER)) {
            return withDisputed(disputed.plusAll(tags));
        }
        boolean confirms = !hasAnomaly(recorded, Anomaly.Code.IDENTIFIERS_OF_TWO_PATIENTS)
                && KnownPerson.of(demographics).isIdentifying();
        KnownPerson person = persons.getOrDefault(recorded.subject(), KnownPerson.UNKNOWN);
        return new PatientIndex(
                owners,
                survivors,
                persons.plus(recorded.subject(), person.updatedBy(demographics)),
                mergedPersons,
                separations,
                confirms ? disputed.minusAll(tags) : disputed);
    }

    private static boolean hasAnomaly(Envelope recorded, Anomaly.Code code) {
        return recorded.anomalies().stream().map(Anomaly::code).anyMatch(code::equals);
    }

    private PatientIndex withDisputed(PSet<EventTag> identifiers) {
        return new PatientIndex(owners, survivors, persons, mergedPersons, separations, identifiers);
    }

    /** Follows the merges to the last survivor; a cycle ends at its start. */
    private PatientId survivor(PatientId patient) {
        Set<PatientId> visited = new HashSet<>();
        PatientId current = patient;
        while (visited.add(current) && survivors.containsKey(current)) {
            current = survivors.get(current);
        }
        return current;
    }

    private PatientIndex withIdentifiers(List<Identifier> identifiers, PatientId patient) {
        PMap<EventTag, PatientId> updatedOwners = owners;
        for (Identifier identifier : identifiers) {
            EventTag tag = EventTag.identifier(identifier);
            updatedOwners = updatedOwners.containsKey(tag) ? updatedOwners : updatedOwners.plus(tag, patient);
        }
        return new PatientIndex(updatedOwners, survivors, persons, mergedPersons, separations, disputed);
    }

    private PatientIndex withoutIns(List<Identifier> identifiers, PatientId patient) {
        PMap<EventTag, PatientId> updatedOwners = owners;
        for (Identifier identifier : identifiers) {
            EventTag tag = EventTag.identifier(identifier);
            updatedOwners = identifier.isIns() && patient.equals(updatedOwners.get(tag))
                    ? updatedOwners.minus(tag)
                    : updatedOwners;
        }
        return new PatientIndex(updatedOwners, survivors, persons, mergedPersons, separations, disputed);
    }

    private PatientIndex withMerge(PatientId absorbed, PatientId survivor, List<Demographics> known) {
        // The last merge determines the survivor: it replaces a merge in the opposite direction, and closes no cycle.
        PMap<PatientId, PatientId> updatedSurvivors =
                isMergedInto(survivor, absorbed) ? survivors.minus(survivor) : survivors;
        KnownPerson person = known.stream().map(KnownPerson::of).reduce(KnownPerson.UNKNOWN, KnownPerson::and);
        return new PatientIndex(
                owners,
                updatedSurvivors.plus(absorbed, survivor),
                persons,
                mergedPersons.plus(absorbed, person),
                separations,
                disputed);
    }

    private boolean isMergedInto(PatientId patient, PatientId other) {
        Set<PatientId> visited = new HashSet<>();
        PatientId current = survivors.get(patient);
        while (current != null && visited.add(current)) {
            if (current.equals(other)) {
                return true;
            }
            current = survivors.get(current);
        }
        return false;
    }

    private boolean isOver(Envelope merge, PatientId absorbed) {
        Optional<OffsetDateTime> separation = Optional.ofNullable(separations.get(Set.of(merge.subject(), absorbed)));
        return separation
                .filter(end -> merge.annotations().sentAt().filter(end::isAfter).isPresent())
                .isPresent();
    }

    /** An A37 names the two records in any order. */
    private PatientIndex withoutMerge(Envelope end, PatientId separated) {
        PatientId subject = end.subject();
        PatientId absorbed = isMergedInto(subject, separated) ? subject : separated;
        return new PatientIndex(
                owners,
                survivors.minus(absorbed),
                persons,
                mergedPersons.minus(absorbed),
                end.annotations()
                        .sentAt()
                        .filter(_ -> !subject.equals(separated))
                        .map(at -> separations.plus(Set.of(subject, separated), at))
                        .orElse(separations),
                disputed);
    }
}
