package org.parcours.query.update;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.parcours.events.Envelope;
import org.parcours.events.PatientId;
import org.parcours.events.StayEvent;
import org.parcours.events.StayId;
import org.parcours.query.store.Condition;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewQuery;
import org.parcours.query.store.ViewReader;
import org.parcours.query.timeline.fold.OwningPatientResolver;
import org.parcours.query.timeline.fold.StepEventsFold;
import org.parcours.query.timeline.fold.StepUnion;
import org.parcours.query.views.SearchTokenizer;
import org.parcours.query.views.StepRecord;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.views.ViewJson;

/** The steps that a batch affects: who owns them, and which are the same thing by their other numbers. */
final class StepRecordUpdater {

    private final ViewJson json;
    private final DocumentSet documents;
    private final Map<String, StepRecord> records = new LinkedHashMap<>();
    /** As stored before the batch. */
    private final Map<String, Optional<StepRecord>> stored = new HashMap<>();

    private final Map<String, Set<String>> visitWords = new HashMap<>();
    /** The steps with new events or another owner. */
    private final Set<String> changed = new LinkedHashSet<>();

    StepRecordUpdater(ViewReader reader, ViewJson json) {
        this.json = json;
        this.documents = new DocumentSet(ViewCollections.STEPS, reader);
    }

    DocumentSet documents() {
        return documents;
    }

    /** Reads the steps and stays of the events at once. */
    void load(List<Envelope> events) {
        documents.load(events.stream()
                .flatMap(event -> Stream.concat(
                                StepEventsFold.stepOf(event).stream(), event.stay().map(StayId::value).stream())
                        .map(step -> id(event.subject(), step)))
                .toList());
    }

    private static String id(PatientId patient, UUID step) {
        return ViewCollections.step(patient.toString(), step.toString());
    }

    void apply(Envelope event) {
        StepEventsFold.stepOf(event).ifPresent(step -> apply(event, step));
    }

    private void apply(Envelope event, UUID step) {
        StepRecord known = record(event.subject(), step);
        Set<UUID> otherIds = new LinkedHashSet<>(known.otherIds());
        otherIds.addAll(StepUnion.otherIds(event));
        otherIds.remove(step);
        Optional<UUID> stay = event.stay().map(StayId::value).or(known::stay);
        Set<UUID> stays = new LinkedHashSet<>(known.stays());
        stay.ifPresent(stays::add);
        PatientId owner = stay.filter(id -> !id.equals(step))
                // A step has the same owner as its stay.
                .map(id -> record(event.subject(), id).owner())
                .orElse(known.owner());
        put(new StepRecord(
                known.recordedFor(),
                step,
                owner,
                stay,
                stays,
                Math.min(known.firstPosition(), event.position()),
                otherIds,
                known.receivedFrom()));
        changed.add(known.id());
        if (event.event() instanceof StayEvent ofStay) {
            ofStay.visit().number().ifPresent(number -> visitWords
                    .computeIfAbsent(known.id(), _ -> new LinkedHashSet<>())
                    .addAll(SearchTokenizer.tokenize(number.value())));
        }
    }

    void reassign(Envelope event, PatientId from, PatientId to) {
        if (!from.equals(to)) {
            OwningPatientResolver.stays(event).forEach(stay -> reassign(stay, from, to));
        }
    }

    private void reassign(UUID stay, PatientId from, PatientId to) {
        StepRecord source = record(from, stay);
        for (PatientId former : source.receivedFrom()) {
            StepRecord ofFormer = record(former, stay);
            if (ofFormer.owner().equals(from)) {
                moveStay(ofFormer, to);
            }
        }
        moveStay(source, to);
        moveStay(record(to, stay), to);
        StepRecord target = record(to, stay);
        Set<PatientId> receivedFrom = new LinkedHashSet<>(target.receivedFrom());
        receivedFrom.add(from);
        receivedFrom.addAll(source.receivedFrom());
        receivedFrom.remove(to);
        put(target.receivedFrom(receivedFrom));
    }

    /** Moves a stay and the steps recorded within it for the same patient. */
    private void moveStay(StepRecord stay, PatientId to) {
        put(stay.ownedBy(to));
        changed.add(stay.id());
        documents
                .findStored(ViewQuery.of(
                        ViewCollections.STEPS,
                        Condition.equal("stays", stay.step().toString())))
                .forEach(document -> record(document.id()));
        for (StepRecord step : List.copyOf(records.values())) {
            if (step.recordedFor().equals(stay.recordedFor())
                    && !step.step().equals(stay.step())
                    && step.stay().equals(Optional.of(stay.step()))) {
                put(step.ownedBy(to));
                changed.add(step.id());
            }
        }
    }

    Set<String> changed() {
        return changed;
    }

    StepRecord record(String id) {
        int slash = id.indexOf('/');
        return record(PatientId.of(id.substring(0, slash)), UUID.fromString(id.substring(slash + 1)));
    }

    /** Whether the step is new, has another owner, or other numbers than before the batch. */
    boolean hasOtherIdentity(StepRecord step) {
        return stored(step.id())
                .filter(before -> before.otherIds().equals(step.otherIds())
                        && before.owner().equals(step.owner()))
                .isEmpty();
    }

    /** The owner before the batch; the same as now for a new step. */
    PatientId formerOwner(String id) {
        return stored(id).map(StepRecord::owner).orElseGet(() -> record(id).owner());
    }

    /** Whether there was such a step before the batch, so that events and entries of it may be stored. */
    boolean isStored(String id) {
        return stored(id).isPresent();
    }

    private Optional<StepRecord> stored(String id) {
        return stored.computeIfAbsent(
                id, key -> documents.storedBefore(key).map(document -> json.read(document, StepRecord.class)));
    }

    /** All steps that these patients own. */
    Collection<StepRecord> ownedBy(Collection<PatientId> patients) {
        documents
                .findStored(ViewQuery.of(
                        ViewCollections.STEPS,
                        Condition.oneOf(
                                "owner",
                                patients.stream().map(PatientId::toString).toList())))
                .forEach(document -> record(document.id()));
        return records.values().stream()
                .filter(step -> patients.contains(step.owner()))
                .toList();
    }

    /** All steps that have one of the ids, of any patient. */
    Collection<StepRecord> withIds(Set<UUID> ids) {
        findAll("ids", ids);
        return records.values().stream()
                .filter(step -> step.ids().stream().anyMatch(ids::contains))
                .toList();
    }

    /** All steps that were recorded within one of the stays, of any patient. */
    Collection<StepRecord> inStays(Set<UUID> stays) {
        findAll("stays", stays);
        return records.values().stream()
                .filter(step -> step.stays().stream().anyMatch(stays::contains))
                .toList();
    }

    private void findAll(String key, Set<UUID> ids) {
        List<String> all = ids.stream().map(UUID::toString).toList();
        for (int from = 0; from < all.size(); from += 500) {
            documents
                    .findStored(ViewQuery.of(
                            ViewCollections.STEPS,
                            Condition.oneOf(key, all.subList(from, Math.min(all.size(), from + 500)))))
                    .forEach(document -> record(document.id()));
        }
    }

    private StepRecord record(PatientId patient, UUID step) {
        return records.computeIfAbsent(id(patient, step), id -> stored(id)
                .orElseGet(() -> new StepRecord(
                        patient, step, patient, Optional.empty(), Set.of(), Long.MAX_VALUE, Set.of(), Set.of())));
    }

    private void put(StepRecord record) {
        records.put(record.id(), record);
    }

    private static List<String> texts(Set<UUID> ids) {
        return ids.stream().map(UUID::toString).toList();
    }

    /** Writes the steps that the batch has changed. */
    void write() {
        for (StepRecord record : records.values()) {
            List<String> knownWords = documents
                    .storedBefore(record.id())
                    .map(document -> document.texts("visits"))
                    .orElse(List.of());
            Set<String> words = new HashSet<>(visitWords.getOrDefault(record.id(), Set.of()));
            words.addAll(knownWords);
            boolean isEmpty = !isStored(record.id())
                    && !changed.contains(record.id())
                    && record.receivedFrom().isEmpty();
            boolean isKnown = stored(record.id()).equals(Optional.of(record)) && knownWords.size() == words.size();
            if (isEmpty || isKnown) {
                continue;
            }
            Map<String, Object> keys =
                    new HashMap<>(Map.of("owner", record.owner().toString()));
            PatientRecordUpdater.putTexts(keys, "ids", texts(record.ids()));
            PatientRecordUpdater.putTexts(keys, "stays", texts(record.stays()));
            PatientRecordUpdater.putTexts(keys, "visits", new ArrayList<>(words));
            documents.put(new StoredDocument(record.id(), keys, json.write(record)));
        }
    }
}
