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
import java.util.stream.Stream;
import org.parcours.events.Anomaly;
import org.parcours.events.Demographics;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.PartialDate;
import org.parcours.events.PatientId;
import org.parcours.events.PersonName;
import org.parcours.events.codec.EventType;
import org.parcours.query.store.Condition;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewQuery;
import org.parcours.query.store.ViewReader;
import org.parcours.query.timeline.fold.OwningPatientResolver;
import org.parcours.query.timeline.fold.PatientIdentity;
import org.parcours.query.views.PatientRecord;
import org.parcours.query.views.SearchTokenizer;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.views.ViewJson;

/** The patient records that a batch affects: identity, search words, and what they are merged into. */
final class PatientRecordUpdater {

    private final ViewJson json;
    private final DocumentSet documents;
    private final EventStreams streams;
    private final Map<PatientId, Optional<PatientId>> mergedInto = new HashMap<>();
    /** The last event of the batch that affects each record. */
    private final Map<PatientId, Envelope> lastEvents = new LinkedHashMap<>();

    private final Set<PatientId> changedIdentities = new LinkedHashSet<>();
    private final Set<PatientId> changedMerges = new LinkedHashSet<>();

    PatientRecordUpdater(ViewReader reader, ViewJson json, EventStreams streams) {
        this.json = json;
        this.streams = streams;
        this.documents = new DocumentSet(ViewCollections.PATIENTS, reader);
    }

    DocumentSet documents() {
        return documents;
    }

    void load(Collection<PatientId> patients) {
        documents.load(patients.stream().map(PatientId::toString).toList());
    }

    void apply(Envelope event) {
        OwningPatientResolver.affectedPatients(event).forEach(patient -> {
            lastEvents.put(patient, event);
            if (event.event() instanceof IdentityEvent) {
                changedIdentities.add(patient);
            }
        });
    }

    /** Of each record that an event of the batch affects, the position of the last one. */
    Map<PatientId, Long> positions() {
        Map<PatientId, Long> positions = new LinkedHashMap<>();
        lastEvents.forEach((patient, event) -> positions.put(patient, event.position()));
        return positions;
    }

    /** The records whose merge began or ended. */
    Set<PatientId> changedMerges() {
        return changedMerges;
    }

    Set<PatientId> changedIdentities() {
        return changedIdentities;
    }

    void merge(Envelope merge, PatientId absorbed) {
        PatientId survivor = merge.subject();
        boolean hasEnded = identityEvents(absorbed).stream()
                .anyMatch(earlier -> OwningPatientResolver.ends(earlier, merge, absorbed));
        if (survivor.equals(absorbed) || hasEnded) {
            return;
        }
        if (isMergedInto(survivor, absorbed)) {
            setMergedInto(survivor, Optional.empty());
        }
        setMergedInto(absorbed, Optional.of(survivor));
    }

    void unmerge(Envelope unmerge, PatientId separated) {
        // An A37 names the two records in any order.
        setMergedInto(isMergedInto(unmerge.subject(), separated) ? unmerge.subject() : separated, Optional.empty());
    }

    /** The record under which a patient is shown. */
    PatientId survivor(PatientId patient) {
        PatientId survivor = patient;
        for (Optional<PatientId> next = mergedInto(patient); next.isPresent(); next = mergedInto(survivor)) {
            survivor = next.get();
        }
        return survivor;
    }

    /** The record under which a patient was shown before the batch. */
    PatientId formerSurvivor(PatientId patient) {
        PatientId survivor = patient;
        for (Optional<PatientId> next = storedMergedInto(patient);
                next.isPresent();
                next = storedMergedInto(survivor)) {
            survivor = next.get();
        }
        return survivor;
    }

    /** By record: the record itself and all that are merged into it, directly or not. */
    Map<PatientId, Set<PatientId>> withAbsorbed(Collection<PatientId> patients) {
        Map<PatientId, Set<PatientId>> groups = new LinkedHashMap<>();
        Map<PatientId, Set<PatientId>> memberOf = new HashMap<>();
        for (PatientId patient : patients) {
            groups.put(patient, new LinkedHashSet<>(Set.of(patient)));
            memberOf.computeIfAbsent(patient, _ -> new HashSet<>()).add(patient);
        }
        Set<PatientId> level = new LinkedHashSet<>(patients);
        while (!level.isEmpty()) {
            Set<PatientId> next = new LinkedHashSet<>();
            for (PatientId absorbed : mergedIntoOneOf(level)) {
                PatientId into = mergedInto(absorbed).orElseThrow();
                Set<PatientId> of = memberOf.computeIfAbsent(absorbed, _ -> new HashSet<>());
                boolean isNew = memberOf.get(into).stream()
                        .filter(group -> groups.get(group).add(absorbed))
                        .map(of::add)
                        .reduce(false, Boolean::logicalOr);
                if (isNew) {
                    next.add(absorbed);
                }
            }
            level = next;
        }
        return groups;
    }

    private List<PatientId> mergedIntoOneOf(Set<PatientId> patients) {
        Set<PatientId> found = new LinkedHashSet<>();
        documents
                .findStored(ViewQuery.of(
                        ViewCollections.PATIENTS,
                        Condition.oneOf(
                                "mergedInto",
                                patients.stream().map(PatientId::toString).toList())))
                .forEach(document -> found.add(PatientId.of(document.id())));
        found.addAll(mergedInto.keySet());
        return found.stream()
                .filter(patient ->
                        mergedInto(patient).filter(patients::contains).isPresent())
                .toList();
    }

    private boolean isMergedInto(PatientId patient, PatientId other) {
        for (Optional<PatientId> next = mergedInto(patient); next.isPresent(); next = mergedInto(next.get())) {
            if (next.get().equals(other)) {
                return true;
            }
        }
        return false;
    }

    private Optional<PatientId> mergedInto(PatientId patient) {
        return mergedInto.containsKey(patient) ? mergedInto.get(patient) : storedMergedInto(patient);
    }

    private Optional<PatientId> storedMergedInto(PatientId patient) {
        return documents
                .storedBefore(patient.toString())
                .flatMap(document -> document.text("mergedInto"))
                .map(PatientId::of);
    }

    private void setMergedInto(PatientId patient, Optional<PatientId> survivor) {
        mergedInto.put(patient, survivor);
        changedMerges.add(patient);
    }

    private List<Envelope> identityEvents(PatientId patient) {
        String stream = ViewCollections.identity(patient.toString());
        return streams.read(List.of(stream)).getOrDefault(stream, List.of());
    }

    /** Writes the records that the batch affects. */
    void write() {
        Map<String, List<Envelope>> identities = streams.read(changedIdentities.stream()
                .map(patient -> ViewCollections.identity(patient.toString()))
                .toList());
        lastEvents.forEach((patient, event) -> {
            Optional<StoredDocument> stored = documents.get(patient.toString());
            boolean changed = changedIdentities.contains(patient);
            if (stored.isEmpty() || changed) {
                write(patient, event, identities.getOrDefault(ViewCollections.identity(patient.toString()), List.of()));
            } else {
                writeActivity(json.read(stored.get(), PatientRecord.class), event, stored.get());
            }
        });
    }

    private void write(PatientId patient, Envelope last, List<Envelope> identityEvents) {
        PatientIdentity identity = PatientIdentity.of(patient, List.of(), identityEvents);
        Demographics demographics = identity.demographics();
        List<Identifier> former = formerIdentifiers(identity, identityEvents);
        PatientRecord record = new PatientRecord(
                patient,
                mergedInto(patient),
                last.position(),
                last.recordedAt(),
                eventName(last),
                demographics.name(),
                demographics.birthName(),
                demographics.birthDate(),
                demographics.sex(),
                identity.identifiers());
        Map<String, Object> keys =
                new HashMap<>(Map.of("activity", last.recordedAt().toEpochMilli()));
        record.mergedInto().ifPresent(survivor -> keys.put("mergedInto", survivor.toString()));
        record.birthDate().map(PartialDate::text).ifPresent(date -> keys.put("birthDate", date));
        putTexts(keys, "words", searchWords(identity, former));
        putTexts(
                keys,
                "numbers",
                Stream.concat(identity.identifiers().stream(), former.stream())
                        .map(PatientRecordUpdater::numberKey)
                        .toList());
        documents.put(new StoredDocument(patient.toString(), keys, json.write(record)));
    }

    private void writeActivity(PatientRecord stored, Envelope last, StoredDocument document) {
        Map<String, Object> keys = new HashMap<>(document.keys());
        keys.put("activity", last.recordedAt().toEpochMilli());
        documents.put(new StoredDocument(
                document.id(),
                keys,
                json.write(new PatientRecord(
                        stored.id(),
                        stored.mergedInto(),
                        last.position(),
                        last.recordedAt(),
                        eventName(last),
                        stored.name(),
                        stored.birthName(),
                        stored.birthDate(),
                        stored.sex(),
                        stored.identifiers()))));
    }

    static void putTexts(Map<String, Object> keys, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            keys.put(name, texts.stream().distinct().sorted().toList());
        }
    }

    /** The value and the system, by which an identifier is found. */
    static String numberKey(Identifier identifier) {
        return identifier.value() + "|" + identifier.system();
    }

    private static String eventName(Envelope event) {
        return EventType.of(event.event().getClass()).name().substring(EventType.NAMESPACE.length());
    }

    /** Retired numbers (A47) still find the patient, except an INS, and one that is another patient's. */
    private static List<Identifier> formerIdentifiers(PatientIdentity identity, List<Envelope> identityEvents) {
        return identityEvents.stream()
                .filter(event -> event.subject().equals(identity.id()))
                .filter(event -> event.anomalies().stream()
                        .noneMatch(anomaly -> anomaly.code() == Anomaly.Code.IDENTIFIERS_OF_TWO_PATIENTS))
                .flatMap(event -> event.event() instanceof PatientIdentityUpdated updated
                        ? updated.retired().stream()
                        : Stream.empty())
                .filter(number ->
                        !number.isIns() && identity.identifiers().stream().noneMatch(number::isSameNumberAs))
                .distinct()
                .toList();
    }

    private static List<String> searchWords(PatientIdentity identity, List<Identifier> former) {
        Demographics demographics = identity.demographics();
        Stream<String> names = Stream.of(demographics.name(), demographics.birthName())
                .flatMap(name -> name.map(PersonName::toString).stream());
        Stream<String> numbers =
                Stream.concat(identity.identifiers().stream(), former.stream()).map(Identifier::value);
        List<String> words = new ArrayList<>();
        Stream.concat(names, numbers).forEach(text -> words.addAll(SearchTokenizer.tokenize(text)));
        return words;
    }
}
