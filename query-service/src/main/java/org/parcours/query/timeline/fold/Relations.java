package org.parcours.query.timeline.fold;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.ExamEvent;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.ImagingEvent;
import org.parcours.events.LetterEvent;
import org.parcours.events.MedicationEvent;
import org.parcours.events.OtherEvent;
import org.parcours.events.PatientId;
import org.parcours.events.StayEvent;
import org.parcours.events.SurgeryEvent;

/** Under whom events are shown: merges, their undoing, and stays that changed hands, in log order. */
public final class Relations {

    private record StayOf(UUID stay, PatientId patient) {}

    private final Map<PatientId, PatientId> mergedInto = new HashMap<>();
    private final Map<StayOf, PatientId> moved = new HashMap<>();

    private Relations() {}

    public static Relations of(Collection<Envelope> envelopes) {
        Relations relations = new Relations();
        envelopes.stream().sorted(Comparator.comparing(Envelope::position)).forEach(relations::next);
        return relations;
    }

    /** Every patient whom the event concerns: its subject, and the other side of a merge or a reassignment. */
    public static List<PatientId> concerned(Envelope envelope) {
        List<PatientId> all = new ArrayList<>(List.of(envelope.subject()));
        otherSide(envelope.event())
                .filter(other -> !other.equals(envelope.subject()))
                .ifPresent(all::add);
        return all;
    }

    private static Optional<PatientId> otherSide(Event event) {
        return switch (event) {
            case PatientsMerged e -> e.absorbed();
            case PatientsUnmerged e -> e.separated();
            case StayReassigned e -> e.from();
            case PatientRegistered e -> Optional.empty();
            case PatientIdentityUpdated e -> Optional.empty();
            case AppointmentEvent e -> Optional.empty();
            case StayEvent e -> Optional.empty();
            case ExamEvent e -> Optional.empty();
            case ImagingEvent e -> Optional.empty();
            case SurgeryEvent e -> Optional.empty();
            case MedicationEvent e -> Optional.empty();
            case LetterEvent e -> Optional.empty();
            case OtherEvent e -> Optional.empty();
        };
    }

    private void next(Envelope envelope) {
        PatientId subject = envelope.subject();
        Optional<PatientId> other = otherSide(envelope.event()).filter(o -> !o.equals(subject));
        if (other.isEmpty()) {
            return;
        }
        if (envelope.event() instanceof PatientsMerged) {
            if (isUnder(subject, other.get())) {
                mergedInto.remove(subject);
            }
            mergedInto.put(other.get(), subject);
        } else if (envelope.event() instanceof PatientsUnmerged) {
            mergedInto.remove(other.get());
        } else {
            StepFold.stepOf(envelope).ifPresent(stay -> move(stay, other.get(), subject));
        }
    }

    private void move(UUID stay, PatientId from, PatientId to) {
        moved.replaceAll((key, owner) -> key.stay().equals(stay) && owner.equals(from) ? to : owner);
        moved.put(new StayOf(stay, from), to);
        moved.remove(new StayOf(stay, to));
    }

    /** The record under which a patient is shown: himself, unless merged. */
    public PatientId survivor(PatientId patient) {
        PatientId at = patient;
        while (mergedInto.containsKey(at)) {
            at = mergedInto.get(at);
        }
        return at;
    }

    private boolean isUnder(PatientId patient, PatientId other) {
        for (PatientId up = mergedInto.get(patient); up != null; up = mergedInto.get(up)) {
            if (up.equals(other)) {
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

    /** Whose a stay is that was recorded for somebody. */
    PatientId owner(Optional<UUID> stay, PatientId recordedFor) {
        return stay.map(s -> moved.getOrDefault(new StayOf(s, recordedFor), recordedFor))
                .orElse(recordedFor);
    }
}
