package org.parcours.query.timeline.fold;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.parcours.events.Envelope;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.PatientId;
import org.parcours.events.StayId;

/**
 * The events that belong to a patient at present: of its own record, of the records merged into it, and of the stays that
 * were reassigned to it. What was recorded for a record that has been separated again belongs to that one; the merge, the
 * unmerge and the reassignment belong to both.
 *
 * @param survivor the record under which the patient is shown
 * @param absorbed the records that are merged into it
 * @param events in log order
 */
public record PatientJournal(PatientId survivor, Set<PatientId> absorbed, List<Envelope> events) {

    private record PatientStep(PatientId subject, UUID step) {}

    public PatientJournal {
        absorbed = Set.copyOf(absorbed);
        events = List.copyOf(events);
    }

    /** @param all all events of the patient, of records ever merged with it, and of the former patients of its stays */
    public static PatientJournal of(PatientId requested, Collection<Envelope> all) {
        List<Envelope> inLogOrder = all.stream()
                .sorted(Comparator.comparing(Envelope::position))
                .distinct()
                .toList();
        OwningPatientResolver owners = OwningPatientResolver.of(inLogOrder);
        PatientId survivor = owners.survivor(requested);
        Map<PatientStep, UUID> stays = new HashMap<>();
        inLogOrder.forEach(envelope -> StepEventsFold.stepOf(envelope).ifPresent(step -> envelope.stay()
                .map(StayId::value)
                .ifPresent(stay -> stays.put(new PatientStep(envelope.subject(), step), stay))));
        return new PatientJournal(
                survivor,
                owners.absorbedBy(survivor),
                inLogOrder.stream()
                        .filter(envelope -> isRelation(envelope)
                                ? OwningPatientResolver.affectedPatients(envelope).stream()
                                        .anyMatch(patient ->
                                                owners.survivor(patient).equals(survivor))
                                : owners.survivor(owners.stayOwner(stay(envelope, stays), envelope.subject()))
                                        .equals(survivor))
                        .toList());
    }

    /** Whether the record was merged into this patient's, or is this patient's own. */
    public boolean isOwnRecord(PatientId record) {
        return record.equals(survivor) || absorbed.contains(record);
    }

    /** Whether the events were recorded for more than one record, so that each has to name its own. */
    public boolean hasSeveralRecords() {
        return events.stream().map(Envelope::subject).distinct().count() > 1;
    }

    private static Optional<UUID> stay(Envelope envelope, Map<PatientStep, UUID> stays) {
        return StepEventsFold.stepOf(envelope)
                .flatMap(step -> Optional.ofNullable(stays.get(new PatientStep(envelope.subject(), step))));
    }

    private static boolean isRelation(Envelope envelope) {
        return envelope.event() instanceof PatientsMerged
                || envelope.event() instanceof PatientsUnmerged
                || envelope.event() instanceof StayReassigned;
    }
}
