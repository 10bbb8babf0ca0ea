package org.parcours.query.update;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.parcours.events.Envelope;
import org.parcours.events.PatientId;
import org.parcours.query.store.DocumentChange;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewReader;
import org.parcours.query.timeline.fold.PatientIdentity;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.timeline.fold.Timeline.TimelineAnomaly;
import org.parcours.query.views.EntryOrder;
import org.parcours.query.views.PatientRecord;
import org.parcours.query.views.TimelineHead;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.views.ViewJson;

/** Writes the heads of the timelines that a batch changes. */
final class TimelineHeadUpdater {

    private final ViewJson json;
    private final ZoneId hospital;
    private final EventStreams streams;
    private final PatientRecordUpdater patients;
    private final DocumentSet heads;
    private final Map<PatientId, Optional<TimelineHead>> stored = new HashMap<>();
    /** The position of the last event of the batch. */
    private final long changed;

    TimelineHeadUpdater(
            ViewReader reader,
            ViewJson json,
            ZoneId hospital,
            EventStreams streams,
            PatientRecordUpdater patients,
            long changed) {
        this.json = json;
        this.hospital = hospital;
        this.streams = streams;
        this.patients = patients;
        this.changed = changed;
        this.heads = new DocumentSet(ViewCollections.TIMELINES, reader);
    }

    DocumentSet heads() {
        return heads;
    }

    /**
     * @param shown the records whose timelines change; one that is merged into another has none any more
     * @param entries the changed entries of all timelines
     */
    void update(Collection<PatientId> shown, Collection<DocumentChange> entries) {
        heads.load(shown.stream().map(PatientId::toString).toList());
        Map<String, List<DocumentChange>> changes = new HashMap<>();
        entries.forEach(change ->
                changes.computeIfAbsent(patient(change), _ -> new ArrayList<>()).add(change));
        List<PatientId> survivors = shown.stream()
                .filter(patient -> patients.survivor(patient).equals(patient))
                .toList();
        shown.stream()
                .filter(patient -> !survivors.contains(patient))
                .forEach(patient -> heads.remove(patient.toString()));
        Map<PatientId, Set<PatientId>> groups = patients.withAbsorbed(survivors);
        Map<String, List<Envelope>> identities = streams.read(survivors.stream()
                .filter(survivor -> needsIdentity(survivor, groups.get(survivor)))
                .flatMap(survivor -> groups.get(survivor).stream())
                .map(record -> ViewCollections.identity(record.toString()))
                .toList());
        patients.load(groups.values().stream().flatMap(Set::stream).toList());
        for (PatientId survivor : survivors) {
            update(survivor, groups.get(survivor), identities, changes.getOrDefault(survivor.toString(), List.of()));
        }
    }

    private static String patient(DocumentChange entry) {
        return entry.after()
                .or(entry::before)
                .flatMap(document -> document.text("patient"))
                .orElseThrow();
    }

    private Optional<TimelineHead> stored(PatientId survivor) {
        return stored.computeIfAbsent(survivor, key -> heads.storedBefore(key.toString())
                .map(document -> json.read(document, TimelineHead.class)));
    }

    private boolean needsIdentity(PatientId survivor, Set<PatientId> records) {
        return records.stream().anyMatch(patients.changedIdentities()::contains)
                || stored(survivor)
                        .filter(head -> head.records().equals(records))
                        .isEmpty();
    }

    private void update(
            PatientId survivor,
            Set<PatientId> records,
            Map<String, List<Envelope>> identities,
            List<DocumentChange> entries) {
        Optional<TimelineHead> stored = stored(survivor);
        Set<PatientId> absorbed = new HashSet<>(records);
        absorbed.remove(survivor);
        PatientIdentity identity;
        List<TimelineAnomaly> anomalies;
        if (needsIdentity(survivor, records)) {
            List<Envelope> events = records.stream()
                    .flatMap(record ->
                            identities.getOrDefault(ViewCollections.identity(record.toString()), List.of()).stream())
                    .distinct()
                    .toList();
            identity = PatientIdentity.of(survivor, absorbed, events);
            anomalies = Timeline.identityAnomalies(survivor, absorbed, events);
        } else {
            identity = stored.orElseThrow().patient();
            anomalies = stored.orElseThrow().anomalies();
        }
        TimelineHead head = new TimelineHead(
                identity,
                records,
                anomalies,
                counts(stored.map(TimelineHead::counts).orElse(Map.of()), entries),
                position(records));
        boolean removesEntries =
                entries.stream().anyMatch(change -> change.after().isEmpty());
        long removed = heads.get(survivor.toString())
                .filter(_ -> !removesEntries)
                .map(document -> document.number("removed"))
                .orElse(changed);
        heads.put(new StoredDocument(
                survivor.toString(), Map.of("changed", changed, "removed", removed), json.write(head)));
    }

    private long position(Set<PatientId> records) {
        return records.stream()
                .flatMap(record -> patients.documents().get(record.toString()).stream())
                .mapToLong(document -> json.read(document, PatientRecord.class).position())
                .max()
                .orElse(0);
    }

    private Map<String, Map<String, Long>> counts(Map<String, Map<String, Long>> stored, List<DocumentChange> entries) {
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        stored.forEach((kind, years) -> counts.put(kind, new TreeMap<>(years)));
        entries.forEach(change -> {
            change.before().ifPresent(entry -> add(counts, entry, -1));
            change.after().ifPresent(entry -> add(counts, entry, 1));
        });
        counts.values().forEach(years -> years.values().removeIf(count -> count == 0));
        counts.values().removeIf(Map::isEmpty);
        return counts;
    }

    private void add(Map<String, Map<String, Long>> counts, StoredDocument entry, long number) {
        int year = EntryOrder.start(entry.text("sort").orElseThrow())
                .atZone(hospital)
                .getYear();
        counts.computeIfAbsent(entry.text("kind").orElseThrow(), _ -> new TreeMap<>())
                .merge(Integer.toString(year), number, Long::sum);
    }
}
