package org.parcours.query.timeline.fold;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.DischargeLetterEvent;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.ImagingEvent;
import org.parcours.events.LabOrFunctionalExamEvent;
import org.parcours.events.MedicationEvent;
import org.parcours.events.OtherEvent;
import org.parcours.events.PatientId;
import org.parcours.events.StayEvent;
import org.parcours.events.SurgeryEvent;

/** Finds under which patient an event is shown, from the merges, unmerges and reassigned stays in log order. */
public final class OwningPatientResolver {

    private record PatientStay(UUID stay, PatientId patient) {}

    private final Map<PatientId, PatientId> mergedInto = new HashMap<>();
    private final Map<PatientStay, PatientId> reassignedStays = new HashMap<>();
    private final List<Envelope> ends = new ArrayList<>();

    private OwningPatientResolver() {}

    public static OwningPatientResolver of(Collection<Envelope> envelopes) {
        OwningPatientResolver resolver = new OwningPatientResolver();
        envelopes.stream().sorted(Comparator.comparing(Envelope::position)).forEach(resolver::apply);
        return resolver;
    }

    /** The patients that an event affects: its subject, and the other patient of a merge or reassignment. */
    public static List<PatientId> affectedPatients(Envelope envelope) {
        List<PatientId> patients = new ArrayList<>(List.of(envelope.subject()));
        otherPatient(envelope.event())
                .filter(other -> !other.equals(envelope.subject()))
                .ifPresent(patients::add);
        return patients;
    }

    private static Optional<PatientId> otherPatient(Event event) {
        return switch (event) {
            case PatientsMerged e -> e.absorbed();
            case PatientsUnmerged e -> e.separated();
            case StayReassigned e -> e.from();
            case PatientRegistered _, PatientIdentityUpdated _ -> Optional.empty();
            case AppointmentEvent _, StayEvent _, LabOrFunctionalExamEvent _, ImagingEvent _ -> Optional.empty();
            case SurgeryEvent _, MedicationEvent _, DischargeLetterEvent _, OtherEvent _ -> Optional.empty();
        };
    }

    private void apply(Envelope envelope) {
        PatientId subject = envelope.subject();
        Optional<PatientId> other = otherPatient(envelope.event()).filter(o -> !o.equals(subject));
        if (other.isEmpty()) {
            return;
        }
        if (envelope.event() instanceof PatientsMerged) {
            if (ends.stream().anyMatch(end -> ends(end, envelope, other.get()))) {
                return;
            }
            if (isMergedInto(subject, other.get())) {
                mergedInto.remove(subject);
            }
            mergedInto.put(other.get(), subject);
        } else if (envelope.event() instanceof PatientsUnmerged) {
            // An A37 names the two records in any order.
            mergedInto.remove(isMergedInto(subject, other.get()) ? subject : other.get());
            ends.add(envelope);
        } else {
            stays(envelope).forEach(stay -> reassign(stay, other.get(), subject));
        }
    }

    /** Whether this is the end of the merge: it was sent after the merge, and arrived before it. */
    public static boolean ends(Envelope end, Envelope merge, PatientId absorbed) {
        Optional<PatientId> separated = end.event() instanceof PatientsUnmerged e ? e.separated() : Optional.empty();
        boolean sameRecords = separated
                .filter(other -> other.equals(absorbed) && end.subject().equals(merge.subject())
                        || other.equals(merge.subject()) && end.subject().equals(absorbed))
                .isPresent();
        return sameRecords
                && end.position() < merge.position()
                && end.annotations()
                        .sentAt()
                        .flatMap(ended -> merge.annotations().sentAt().filter(ended::isAfter))
                        .isPresent();
    }

    /** The ids of the stay that is reassigned: one for each of its numbers. */
    public static Set<UUID> stays(Envelope reassignment) {
        Set<UUID> stays = new LinkedHashSet<>(StepUnion.otherIds(reassignment));
        StepEventsFold.stepOf(reassignment).ifPresent(stays::add);
        return stays;
    }

    private void reassign(UUID stay, PatientId from, PatientId to) {
        reassignedStays.replaceAll((key, owner) -> key.stay().equals(stay) && owner.equals(from) ? to : owner);
        reassignedStays.put(new PatientStay(stay, from), to);
        reassignedStays.remove(new PatientStay(stay, to));
    }

    /** The record under which a patient is shown: the patient's own, unless it is merged. */
    public PatientId survivor(PatientId patient) {
        PatientId survivor = patient;
        while (mergedInto.containsKey(survivor)) {
            survivor = mergedInto.get(survivor);
        }
        return survivor;
    }

    private boolean isMergedInto(PatientId patient, PatientId other) {
        for (PatientId next = mergedInto.get(patient); next != null; next = mergedInto.get(next)) {
            if (next.equals(other)) {
                return true;
            }
        }
        return false;
    }

    public Set<PatientId> absorbedBy(PatientId survivor) {
        Set<PatientId> absorbed = new HashSet<>();
        mergedInto.keySet().stream()
                .filter(patient -> survivor(patient).equals(survivor))
                .forEach(absorbed::add);
        absorbed.remove(survivor);
        return absorbed;
    }

    /** The present owner of a stay that was recorded for a patient. */
    PatientId stayOwner(Optional<UUID> stay, PatientId recordedFor) {
        return stay.map(s -> reassignedStays.getOrDefault(new PatientStay(s, recordedFor), recordedFor))
                .orElse(recordedFor);
    }
}
