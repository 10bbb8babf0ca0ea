package org.parcours.query.timeline.fold;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.parcours.events.Anomaly;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.events.IdentityEvent;
import org.parcours.events.PatientId;
import org.parcours.events.StayId;

/**
 * A patient's steps in chronological order.
 *
 * @param requested the patient in the request; for a merged patient, {@code patient} is the survivor
 * @param failedSteps the steps that are shown as markers
 * @param position the position of the newest event of these patients
 */
public record Timeline(
        PatientId requested,
        PatientIdentity patient,
        List<Stay> stays,
        List<TimelineEntry> entries,
        List<TimelineAnomaly> anomalies,
        List<FailedStep> failedSteps,
        long position) {

    /** @param entry the entry that shows the anomaly; empty for identity anomalies */
    public record TimelineAnomaly(Anomaly anomaly, Optional<String> entry, EventId event, Instant recordedAt) {}

    /**
     * A step that could not be folded and is shown as a marker. The caller logs it.
     *
     * @param event the first recorded event of the step
     * @param cause free of identities
     */
    public record FailedStep(UUID step, EventId event, String cause) {}

    private record PatientStep(PatientId subject, UUID step) {}

    public Timeline {
        stays = List.copyOf(stays);
        entries = List.copyOf(entries);
        anomalies = List.copyOf(anomalies);
        failedSteps = List.copyOf(failedSteps);
    }

    /**
     * @param journal all events of the patient, of merged records, and of the former patients of reassigned stays
     * @param knownAt only events recorded by then are used
     */
    public static Timeline replay(
            PatientId requested, Collection<Envelope> journal, Optional<Instant> knownAt, ValidTimeCutoff cutoff) {
        List<Envelope> known = journal.stream()
                .filter(e -> knownAt.filter(e.recordedAt()::isAfter).isEmpty())
                .sorted(Comparator.comparing(Envelope::position))
                .distinct()
                .toList();
        OwningPatientResolver owners = OwningPatientResolver.of(known);
        PatientId survivor = owners.survivor(requested);
        Set<PatientId> absorbed = owners.absorbedBy(survivor);
        Map<PatientStep, List<Envelope>> steps = new LinkedHashMap<>();
        Map<PatientStep, UUID> stays = new HashMap<>();
        List<Envelope> identity = new ArrayList<>();
        long position = 0;
        for (Envelope envelope : known) {
            StepEventsFold.stepOf(envelope).ifPresent(step -> {
                PatientStep key = new PatientStep(envelope.subject(), step);
                steps.computeIfAbsent(key, k -> new ArrayList<>()).add(envelope);
                envelope.stay().map(StayId::value).ifPresent(stay -> stays.put(key, stay));
            });
            boolean isAffected = OwningPatientResolver.affectedPatients(envelope).stream()
                    .anyMatch(patient -> patient.equals(survivor) || absorbed.contains(patient));
            if (isAffected) {
                position = Math.max(position, envelope.position());
                if (envelope.event() instanceof IdentityEvent) {
                    identity.add(envelope);
                }
            }
        }
        Map<UUID, List<Envelope>> shownSteps = new LinkedHashMap<>();
        steps.forEach((key, events) -> {
            PatientId owner = owners.stayOwner(Optional.ofNullable(stays.get(key)), key.subject());
            if (owners.survivor(owner).equals(survivor)) {
                shownSteps.computeIfAbsent(key.step(), k -> new ArrayList<>()).addAll(events);
            }
        });
        return assemble(requested, survivor, absorbed, identity, shownSteps, cutoff, position);
    }

    /** Assembles a timeline from steps that are already assigned to the patient who shows them, as in the views. */
    public static Timeline assemble(
            PatientId requested,
            PatientId survivor,
            Set<PatientId> absorbed,
            Collection<Envelope> identity,
            Map<UUID, List<Envelope>> steps,
            ValidTimeCutoff cutoff,
            long position) {
        List<TimelineEntry> entries = new ArrayList<>();
        List<Stay> stays = new ArrayList<>();
        List<FailedStep> failedSteps = new ArrayList<>();
        StepUnion union = StepUnion.of(steps);
        union.unite(steps).forEach((step, events) -> {
            ShownStep shown = ShownStep.fold(step, events, union, cutoff);
            entries.addAll(shown.entries());
            shown.stay().ifPresent(stays::add);
            shown.failure().ifPresent(failedSteps::add);
        });
        entries.sort(TimelineEntry.CHRONOLOGICAL);
        stays.sort(Comparator.comparing(Stay::start)
                .thenComparing(stay -> stay.id().toString()));
        List<TimelineAnomaly> anomalies = new ArrayList<>(identityAnomalies(survivor, absorbed, identity));
        entries.forEach(entry -> anomalies.addAll(entryAnomalies(entry)));
        return new Timeline(
                requested,
                PatientIdentity.of(survivor, absorbed, identity),
                stays,
                entries,
                anomalies,
                failedSteps,
                position);
    }

    /** The anomalies of the patient's identity events, in log order. */
    public static List<TimelineAnomaly> identityAnomalies(
            PatientId survivor, Set<PatientId> absorbed, Collection<Envelope> identity) {
        List<TimelineAnomaly> anomalies = new ArrayList<>();
        identity.stream()
                .sorted(Comparator.comparing(Envelope::position))
                .distinct()
                .forEach(envelope -> envelope.anomalies()
                        .forEach(anomaly -> anomalies.add(new TimelineAnomaly(
                                seenBy(survivor, absorbed, envelope, anomaly),
                                Optional.empty(),
                                envelope.id(),
                                envelope.recordedAt()))));
        return anomalies;
    }

    /** The anomalies of an entry, each with the event that has it. */
    public static List<TimelineAnomaly> entryAnomalies(TimelineEntry entry) {
        return entry.anomalies().stream()
                .map(anomaly -> toTimelineAnomaly(entry, anomaly))
                .toList();
    }

    /** The former patient of a reassigned stay sees the same event from the other side. */
    private static Anomaly seenBy(PatientId survivor, Set<PatientId> absorbed, Envelope envelope, Anomaly anomaly) {
        boolean isOwn = envelope.subject().equals(survivor) || absorbed.contains(envelope.subject());
        return isOwn || anomaly.code() != Anomaly.Code.MOVED_FROM_ANOTHER_PATIENT
                ? anomaly
                : Anomaly.of(Anomaly.Code.MOVED_TO_ANOTHER_PATIENT, "patient " + envelope.subject());
    }

    public Timeline withAnomalies(List<TimelineAnomaly> more) {
        List<TimelineAnomaly> allAnomalies = new ArrayList<>(anomalies);
        allAnomalies.addAll(more);
        return new Timeline(requested, patient, stays, entries, allAnomalies, failedSteps, position);
    }

    private static TimelineAnomaly toTimelineAnomaly(TimelineEntry entry, Anomaly anomaly) {
        Envelope source = entry.history().stream()
                .map(HistoryEntry::envelope)
                .filter(envelope -> envelope.anomalies().contains(anomaly))
                .findFirst()
                .orElseGet(() -> entry.history().getLast().envelope());
        return new TimelineAnomaly(anomaly, Optional.of(entry.id()), source.id(), source.recordedAt());
    }
}
