package org.parcours.command.journey.identity;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.journey.EventTag;
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
import org.pcollections.PMap;

/**
 * Whom identifiers name (rule 5), as far as the identifiers at hand go. An identifier names the patient record that it
 * was given to first, whatever is told of it beside others; only who has it can give it up (A47), and only an INS is
 * then nobody's, since a replaced number of the hospital's own still comes in. A merge changes no name: it says that two
 * records are one person, so that its undoing is free.
 *
 * @param owners whose an identifier is, by the identifier's tag
 * @param survivors into whom a record was merged
 */
public record PatientIndex(PMap<EventTag, PatientId> owners, PMap<PatientId, PatientId> survivors) {

    public static final PatientIndex EMPTY = new PatientIndex(HashTreePMap.empty(), HashTreePMap.empty());

    /** The events that say whom an identifier names. */
    public static final Set<Class<? extends Event>> EVENT_TYPES =
            Set.of(PatientRegistered.class, PatientIdentityUpdated.class, PatientsMerged.class, PatientsUnmerged.class);

    public PatientIndex evolve(Envelope recorded) {
        if (!(recorded.event() instanceof IdentityEvent event)) {
            return this;
        }
        return switch (event) {
            case PatientRegistered registered -> withIdentifiers(registered.identifiers(), recorded.subject());
            case PatientIdentityUpdated updated ->
                withIdentifiers(updated.retired(), recorded.subject())
                        .withoutIns(updated.retired(), recorded.subject())
                        .withIdentifiers(updated.identifiers(), recorded.subject());
            case PatientsMerged merged ->
                merged.absorbed()
                        .filter(absorbed -> !absorbed.equals(recorded.subject()))
                        .map(absorbed -> withMerge(absorbed, recorded.subject()))
                        .orElse(this);
            case PatientsUnmerged unmerged ->
                unmerged.separated().map(this::withoutMerge).orElse(this);
            case StayReassigned _ -> this;
        };
    }

    /** The records that the identifiers name, each once, in the order of the identifiers. */
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

    /** The same person, by all merges known. */
    public boolean isSamePerson(PatientId one, PatientId other) {
        return survivor(one).equals(survivor(other));
    }

    /** Follows the merges to their end; a cycle ends where it began. */
    private PatientId survivor(PatientId patient) {
        Set<PatientId> visited = new HashSet<>();
        PatientId current = patient;
        while (visited.add(current) && survivors.containsKey(current)) {
            current = survivors.get(current);
        }
        return current;
    }

    private PatientIndex withIdentifiers(List<Identifier> identifiers, PatientId patient) {
        PMap<EventTag, PatientId> updatedMap = owners;
        for (Identifier identifier : identifiers) {
            EventTag tag = EventTag.identifier(identifier);
            updatedMap = updatedMap.containsKey(tag) ? updatedMap : updatedMap.plus(tag, patient);
        }
        return new PatientIndex(updatedMap, survivors);
    }

    private PatientIndex withoutIns(List<Identifier> identifiers, PatientId patient) {
        PMap<EventTag, PatientId> updatedMap = owners;
        for (Identifier identifier : identifiers) {
            EventTag tag = EventTag.identifier(identifier);
            updatedMap = identifier.isIns() && patient.equals(updatedMap.get(tag)) ? updatedMap.minus(tag) : updatedMap;
        }
        return new PatientIndex(updatedMap, survivors);
    }

    private PatientIndex withMerge(PatientId absorbed, PatientId survivor) {
        // The last word says who survives: a merge the other way round closes no circle.
        PMap<PatientId, PatientId> updatedMap =
                isMergedInto(survivor, absorbed) ? survivors.minus(survivor) : survivors;
        return new PatientIndex(owners, updatedMap.plus(absorbed, survivor));
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

    private PatientIndex withoutMerge(PatientId separated) {
        return new PatientIndex(owners, survivors.minus(separated));
    }
}
