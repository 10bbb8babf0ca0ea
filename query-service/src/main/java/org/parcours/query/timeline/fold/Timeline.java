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
 * A patient's steps in the order in which they happened.
 *
 * @param requested whom the question named; the survivor's timeline answers for a merged patient
 * @param position the last event that it rests on
 */
public record Timeline(
        PatientId requested,
        PatientIdentity patient,
        List<Stay> stays,
        List<TimelineEntry> entries,
        List<TimelineAnomaly> anomalies,
        long position) {

    /** An anomaly, and where it shows. */
    public record TimelineAnomaly(Anomaly anomaly, Optional<String> entry, EventId event, Instant recordedAt) {}

    private record PatientStep(PatientId subject, UUID step) {}

    public Timeline {
        stays = List.copyOf(stays);
        entries = List.copyOf(entries);
        anomalies = List.copyOf(anomalies);
    }

    /**
     * From the journal.
     *
     * @param journal every event that concerns the patient, those merged with him, and those a stay came from
     * @param knownAt only what Parcours had learnt by then
     */
    public static Timeline replay(
            PatientId requested, Collection<Envelope> journal, Optional<Instant> knownAt, ValidTimeCutoff cutoff) {
        List<Envelope> known = journal.stream()
                .filter(e ->
                        knownAt.map(limit -> !e.recordedAt().isAfter(limit)).orElse(true))
                .sorted(Comparator.comparing(Envelope::position))
                .distinct()
                .toList();
        PatientLinkGraph links = PatientLinkGraph.of(known);
        PatientId survivor = links.survivor(requested);
        Set<PatientId> absorbed = links.absorbedBy(survivor);
        Map<PatientStep, List<Envelope>> steps = new LinkedHashMap<>();
        Map<PatientStep, UUID> stays = new HashMap<>();
        List<Envelope> identity = new ArrayList<>();
        long position = 0;
        for (Envelope envelope : known) {
            StepFold.stepOf(envelope).ifPresent(step -> {
                PatientStep key = new PatientStep(envelope.subject(), step);
                steps.computeIfAbsent(key, k -> new ArrayList<>()).add(envelope);
                envelope.stay().map(StayId::value).ifPresent(stay -> stays.put(key, stay));
            });
            boolean concerns = PatientLinkGraph.affectedPatients(envelope).stream()
                    .anyMatch(patient -> patient.equals(survivor) || absorbed.contains(patient));
            if (concerns) {
                position = Math.max(position, envelope.position());
                if (envelope.event() instanceof IdentityEvent) {
                    identity.add(envelope);
                }
            }
        }
        Map<UUID, List<Envelope>> shownSteps = new LinkedHashMap<>();
        steps.forEach((key, events) -> {
            PatientId owner = links.stayOwner(Optional.ofNullable(stays.get(key)), key.subject());
            if (links.survivor(owner).equals(survivor)) {
                shownSteps.computeIfAbsent(key.step(), k -> new ArrayList<>()).addAll(events);
            }
        });
        return assemble(requested, survivor, absorbed, identity, shownSteps, cutoff, position);
    }

    /** From the views, which have already found out what is shown under whom. */
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
        steps.forEach((step, events) -> {
            StepFold.FoldResult result = foldStep(step, events, cutoff);
            entries.addAll(result.entries());
            result.stay().ifPresent(stays::add);
        });
        entries.sort(TimelineEntry.CHRONOLOGICAL);
        stays.sort(Comparator.comparing(Stay::start)
                .thenComparing(stay -> stay.id().toString()));
        List<TimelineAnomaly> anomalies = new ArrayList<>();
        identity.stream()
                .sorted(Comparator.comparing(Envelope::position))
                .distinct()
                .forEach(envelope -> envelope.anomalies()
                        .forEach(anomaly -> anomalies.add(
                                new TimelineAnomaly(anomaly, Optional.empty(), envelope.id(), envelope.recordedAt()))));
        entries.forEach(
                entry -> entry.anomalies().forEach(anomaly -> anomalies.add(toTimelineAnomaly(entry, anomaly))));
        return new Timeline(
                requested, PatientIdentity.of(survivor, absorbed, identity), stays, entries, anomalies, position);
    }

    /** A step that the fold fails on is marked: it must not take the patient's other steps with it. */
    private static StepFold.FoldResult foldStep(UUID step, List<Envelope> events, ValidTimeCutoff cutoff) {
        try {
            return StepFold.fold(step, events, cutoff);
        } catch (RuntimeException e) {
            return new StepFold.FoldResult(List.of(TimelineEntry.marker(step, events)), Optional.empty());
        }
    }

    /** The same, with what its reader has to say of it. */
    public Timeline withAnomalies(List<TimelineAnomaly> more) {
        List<TimelineAnomaly> allAnomalies = new ArrayList<>(anomalies);
        allAnomalies.addAll(more);
        return new Timeline(requested, patient, stays, entries, allAnomalies, position);
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
