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
 * @param asked whom the question named; the survivor's timeline answers for a merged patient
 * @param position the last event that it rests on
 */
public record Timeline(
        PatientId asked, Person patient, List<Stay> stays, List<Entry> entries, List<Flag> anomalies, long position) {

    /** An anomaly, and where it shows. */
    public record Flag(Anomaly anomaly, Optional<String> entry, EventId event, Instant recordedAt) {}

    private record StepOf(PatientId subject, UUID step) {}

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
    public static Timeline replay(PatientId asked, Collection<Envelope> journal, Optional<Instant> knownAt, AsOf asOf) {
        List<Envelope> known = journal.stream()
                .filter(e ->
                        knownAt.map(limit -> !e.recordedAt().isAfter(limit)).orElse(true))
                .sorted(Comparator.comparing(Envelope::position))
                .distinct()
                .toList();
        Relations relations = Relations.of(known);
        PatientId survivor = relations.survivor(asked);
        Set<PatientId> absorbed = relations.absorbedBy(survivor);
        Map<StepOf, List<Envelope>> steps = new LinkedHashMap<>();
        Map<StepOf, UUID> stays = new HashMap<>();
        List<Envelope> identity = new ArrayList<>();
        long position = 0;
        for (Envelope envelope : known) {
            StepFold.stepOf(envelope).ifPresent(step -> {
                StepOf key = new StepOf(envelope.subject(), step);
                steps.computeIfAbsent(key, k -> new ArrayList<>()).add(envelope);
                envelope.stay().map(StayId::value).ifPresent(stay -> stays.put(key, stay));
            });
            boolean concerns = Relations.concerned(envelope).stream()
                    .anyMatch(patient -> patient.equals(survivor) || absorbed.contains(patient));
            if (concerns) {
                position = Math.max(position, envelope.position());
                if (envelope.event() instanceof IdentityEvent) {
                    identity.add(envelope);
                }
            }
        }
        Map<UUID, List<Envelope>> shown = new LinkedHashMap<>();
        steps.forEach((key, told) -> {
            PatientId owner = relations.owner(Optional.ofNullable(stays.get(key)), key.subject());
            if (relations.survivor(owner).equals(survivor)) {
                shown.computeIfAbsent(key.step(), k -> new ArrayList<>()).addAll(told);
            }
        });
        return assemble(asked, survivor, absorbed, identity, shown, asOf, position);
    }

    /** From the views, which have already found out what is shown under whom. */
    public static Timeline assemble(
            PatientId asked,
            PatientId survivor,
            Set<PatientId> absorbed,
            Collection<Envelope> identity,
            Map<UUID, List<Envelope>> steps,
            AsOf asOf,
            long position) {
        List<Entry> entries = new ArrayList<>();
        List<Stay> stays = new ArrayList<>();
        steps.forEach((step, told) -> {
            StepFold.Folded folded = folded(step, told, asOf);
            entries.addAll(folded.entries());
            folded.stay().ifPresent(stays::add);
        });
        entries.sort(Entry.AS_IT_HAPPENED);
        stays.sort(Comparator.comparing(Stay::start)
                .thenComparing(stay -> stay.id().toString()));
        List<Flag> flags = new ArrayList<>();
        identity.stream()
                .sorted(Comparator.comparing(Envelope::position))
                .distinct()
                .forEach(envelope -> envelope.anomalies()
                        .forEach(anomaly ->
                                flags.add(new Flag(anomaly, Optional.empty(), envelope.id(), envelope.recordedAt()))));
        entries.forEach(entry -> entry.anomalies().forEach(anomaly -> flags.add(flag(entry, anomaly))));
        return new Timeline(asked, Person.of(survivor, absorbed, identity), stays, entries, flags, position);
    }

    /** A step that the fold fails on is marked: it must not take the patient's other steps with it. */
    private static StepFold.Folded folded(UUID step, List<Envelope> told, AsOf asOf) {
        try {
            return StepFold.fold(step, told, asOf);
        } catch (RuntimeException e) {
            return new StepFold.Folded(List.of(Entry.unshown(step, told)), Optional.empty());
        }
    }

    /** The same, with what its reader has to say of it. */
    public Timeline alsoFlagged(List<Flag> more) {
        List<Flag> all = new ArrayList<>(anomalies);
        all.addAll(more);
        return new Timeline(asked, patient, stays, entries, all, position);
    }

    private static Flag flag(Entry entry, Anomaly anomaly) {
        Envelope teller = entry.history().stream()
                .map(Telling::envelope)
                .filter(envelope -> envelope.anomalies().contains(anomaly))
                .findFirst()
                .orElseGet(() -> entry.history().getLast().envelope());
        return new Flag(anomaly, Optional.of(entry.id()), teller.id(), teller.recordedAt());
    }
}
