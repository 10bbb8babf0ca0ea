package org.parcours.query.rebuild;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.parcours.query.rebuild.RebuildProgress.Phase;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.Condition;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.store.ViewQuery;
import org.parcours.query.store.ViewReader;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.views.ViewJson;

/** Compares two generations, one group of patient records after the other, so that no snapshot is kept for long. */
final class GenerationComparison {

    private static final int PATIENTS_A_READ = 100;

    /** Their documents are those of a patient by this key; the others have the patient's id. */
    private static final Map<CollectionDefinition, String> BY_PATIENT = Map.of(
            ViewCollections.ENTRIES, "patient",
            ViewCollections.STAYS, "patient",
            ViewCollections.STEPS, "owner");

    private static final List<CollectionDefinition> BY_ID =
            List.of(ViewCollections.PATIENTS, ViewCollections.TIMELINES);

    private record DocumentKey(CollectionDefinition collection, String id) {}

    private final DocumentComparison documents;
    private final RebuildProgress listener;

    GenerationComparison(ViewJson json, RebuildProgress listener) {
        this.documents = new DocumentComparison(json);
        this.listener = listener;
    }

    /** The patient records of which the generations have anything different, while the current one goes on. */
    Set<String> differingPatients(ViewGeneration current, ViewGeneration rebuilt) {
        Set<String> patients = new TreeSet<>(patients(current));
        patients.addAll(patients(rebuilt));
        Set<String> differing = new TreeSet<>();
        List<String> all = List.copyOf(patients);
        for (int from = 0; from < all.size(); from += PATIENTS_A_READ) {
            List<String> some = all.subList(from, Math.min(all.size(), from + PATIENTS_A_READ));
            Map<DocumentKey, StoredDocument> before = current.read(reader -> read(reader, some));
            Map<DocumentKey, StoredDocument> after = rebuilt.read(reader -> read(reader, some));
            compare(before, after, (difference, patient) -> differing.add(patient));
            listener.report(Phase.COMPARING, from + some.size(), all.size());
        }
        return differing;
    }

    /** All differences of these patient records, in two snapshots of the same position. */
    void compare(
            ViewReader current, ViewReader rebuilt, Collection<String> patients, Consumer<ViewDifference> differences) {
        List<String> all = List.copyOf(patients);
        for (int from = 0; from < all.size(); from += PATIENTS_A_READ) {
            List<String> some = all.subList(from, Math.min(all.size(), from + PATIENTS_A_READ));
            compare(read(current, some), read(rebuilt, some), (difference, _) -> differences.accept(difference));
        }
    }

    private interface DifferenceConsumer {
        void accept(ViewDifference difference, String patient);
    }

    private void compare(
            Map<DocumentKey, StoredDocument> current,
            Map<DocumentKey, StoredDocument> rebuilt,
            DifferenceConsumer differences) {
        Map<DocumentKey, StoredDocument> all = new LinkedHashMap<>(rebuilt);
        current.forEach(all::putIfAbsent);
        all.forEach((key, document) -> documents
                .compare(key.collection(), Optional.ofNullable(current.get(key)), Optional.ofNullable(rebuilt.get(key)))
                .ifPresent(difference -> differences.accept(difference, patient(key, document))));
    }

    private static String patient(DocumentKey key, StoredDocument document) {
        String name = BY_PATIENT.get(key.collection());
        return name == null ? document.id() : document.text(name).orElseThrow();
    }

    private static Set<String> patients(ViewGeneration generation) {
        Set<String> patients = new TreeSet<>();
        generation.<Optional<Void>>read(reader -> {
            reader.forEachKeys(
                    ViewQuery.of(ViewCollections.PATIENTS),
                    List.of("activity"),
                    document -> patients.add(document.id()));
            return Optional.empty();
        });
        return patients;
    }

    private static Map<DocumentKey, StoredDocument> read(ViewReader reader, Collection<String> patients) {
        Map<DocumentKey, StoredDocument> documents = new LinkedHashMap<>();
        BY_ID.forEach(collection -> reader.getAll(collection, patients)
                .forEach((id, document) -> documents.put(new DocumentKey(collection, id), document)));
        List<CollectionDefinition> byPatient = new ArrayList<>(BY_PATIENT.keySet());
        byPatient.forEach(collection -> reader.forEach(
                ViewQuery.of(collection, Condition.oneOf(BY_PATIENT.get(collection), patients)),
                document -> documents.put(new DocumentKey(collection, document.id()), document)));
        return documents;
    }
}
