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
public record KnownPatients(PMap<EventTag, PatientId> owners, PMap<PatientId, PatientId> survivors) {

    public static final KnownPatients NONE = new KnownPatients(HashTreePMap.empty(), HashTreePMap.empty());

    /** The events that say whom an identifier names. */
    public static final Set<Class<? extends Event>> READS =
            Set.of(PatientRegistered.class, PatientIdentityUpdated.class, PatientsMerged.class, PatientsUnmerged.class);

    public KnownPatients evolve(Envelope recorded) {
        if (!(recorded.event() instanceof IdentityEvent event)) {
            return this;
        }
        return switch (event) {
            case PatientRegistered registered -> naming(registered.identifiers(), recorded.subject());
            case PatientIdentityUpdated updated ->
                naming(updated.retired(), recorded.subject())
                        .forgettingIns(updated.retired(), recorded.subject())
                        .naming(updated.identifiers(), recorded.subject());
            case PatientsMerged merged ->
                merged.absorbed()
                        .filter(absorbed -> !absorbed.equals(recorded.subject()))
                        .map(absorbed -> merging(absorbed, recorded.subject()))
                        .orElse(this);
            case PatientsUnmerged unmerged ->
                unmerged.separated().map(this::separating).orElse(this);
            case StayReassigned _ -> this;
        };
    }

    /** The records that the identifiers name, each once, in the order of the identifiers. */
    public List<PatientId> named(List<Identifier> identifiers) {
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
    public boolean same(PatientId one, PatientId other) {
        return survivor(one).equals(survivor(other));
    }

    /** Follows the merges to their end; a cycle ends where it began. */
    private PatientId survivor(PatientId patient) {
        Set<PatientId> passed = new HashSet<>();
        PatientId last = patient;
        while (passed.add(last) && survivors.containsKey(last)) {
            last = survivors.get(last);
        }
        return last;
    }

    private KnownPatients naming(List<Identifier> identifiers, PatientId patient) {
        PMap<EventTag, PatientId> next = owners;
        for (Identifier identifier : identifiers) {
            EventTag tag = EventTag.identifier(identifier);
            next = next.containsKey(tag) ? next : next.plus(tag, patient);
        }
        return new KnownPatients(next, survivors);
    }

    private KnownPatients forgettingIns(List<Identifier> identifiers, PatientId patient) {
        PMap<EventTag, PatientId> next = owners;
        for (Identifier identifier : identifiers) {
            EventTag tag = EventTag.identifier(identifier);
            next = identifier.isIns() && patient.equals(next.get(tag)) ? next.minus(tag) : next;
        }
        return new KnownPatients(next, survivors);
    }

    private KnownPatients merging(PatientId absorbed, PatientId survivor) {
        // The last word says who survives: a merge the other way round closes no circle.
        PMap<PatientId, PatientId> next = isUnder(survivor, absorbed) ? survivors.minus(survivor) : survivors;
        return new KnownPatients(owners, next.plus(absorbed, survivor));
    }

    private boolean isUnder(PatientId patient, PatientId other) {
        Set<PatientId> passed = new HashSet<>();
        PatientId up = survivors.get(patient);
        while (up != null && passed.add(up)) {
            if (up.equals(other)) {
                return true;
            }
            up = survivors.get(up);
        }
        return false;
    }

    private KnownPatients separating(PatientId separated) {
        return new KnownPatients(owners, survivors.minus(separated));
    }
}
