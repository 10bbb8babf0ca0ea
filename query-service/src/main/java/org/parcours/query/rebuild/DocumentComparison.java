package org.parcours.query.rebuild;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.parcours.query.rebuild.ViewDifference.ExplainingEvent;
import org.parcours.query.rebuild.ViewDifference.Kind;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.timeline.fold.Stay;
import org.parcours.query.views.PatientRecord;
import org.parcours.query.views.StepRecord;
import org.parcours.query.views.StoredEntry;
import org.parcours.query.views.StoredHistoryEntry;
import org.parcours.query.views.TimelineHead;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.views.ViewJson;
import tools.jackson.databind.JsonNode;

/** Compares a document of two generations: its content, and its keys except those that name a batch. */
record DocumentComparison(ViewJson json) {

    private static final Set<String> KEYS_OF_BATCHES = Set.of("changed", "removed");

    private static final Map<CollectionDefinition, Class<?>> TYPES = Map.of(
            ViewCollections.PATIENTS, PatientRecord.class,
            ViewCollections.TIMELINES, TimelineHead.class,
            ViewCollections.ENTRIES, StoredEntry.class,
            ViewCollections.STAYS, Stay.class,
            ViewCollections.STEPS, StepRecord.class);

    /** @param current as the current generation has it, {@code rebuilt} as the new one; one of them is present */
    Optional<ViewDifference> compare(
            CollectionDefinition collection, Optional<StoredDocument> current, Optional<StoredDocument> rebuilt) {
        if (current.isEmpty() || rebuilt.isEmpty()) {
            StoredDocument only = rebuilt.or(() -> current).orElseThrow();
            Kind kind = current.isEmpty() ? Kind.ADDED : Kind.MISSING;
            return Optional.of(
                    new ViewDifference(kind, collection.name(), only.id(), List.of(), lastEvent(collection, only)));
        }
        List<String> fields = new ArrayList<>(differingKeys(current.get(), rebuilt.get()));
        fields.addAll(differingFields(collection, current.get(), rebuilt.get()));
        return fields.isEmpty()
                ? Optional.empty()
                : Optional.of(new ViewDifference(
                        Kind.CHANGED,
                        collection.name(),
                        rebuilt.get().id(),
                        fields,
                        explainingEvent(collection, current.get(), rebuilt.get())));
    }

    private static List<String> differingKeys(StoredDocument current, StoredDocument rebuilt) {
        Set<String> keys = new TreeSet<>(current.keys().keySet());
        keys.addAll(rebuilt.keys().keySet());
        keys.removeAll(KEYS_OF_BATCHES);
        return keys.stream()
                .filter(key -> !Optional.ofNullable(current.keys().get(key))
                        .equals(Optional.ofNullable(rebuilt.keys().get(key))))
                .map(key -> "key:" + key)
                .toList();
    }

    private List<String> differingFields(
            CollectionDefinition collection, StoredDocument current, StoredDocument rebuilt) {
        if (Arrays.equals(current.content(), rebuilt.content())) {
            return List.of();
        }
        // Sets are written in any order.
        Class<?> type = TYPES.get(collection);
        if (json.read(current, type).equals(json.read(rebuilt, type))) {
            return List.of();
        }
        JsonNode one = json.read(current, JsonNode.class);
        JsonNode other = json.read(rebuilt, JsonNode.class);
        Set<String> names = new TreeSet<>(one.propertyNames());
        names.addAll(other.propertyNames());
        return names.stream()
                .filter(name -> !one.path(name).equals(other.path(name)))
                .toList();
    }

    private Optional<ExplainingEvent> explainingEvent(
            CollectionDefinition collection, StoredDocument current, StoredDocument rebuilt) {
        if (!collection.equals(ViewCollections.ENTRIES)) {
            return lastEvent(collection, rebuilt);
        }
        List<StoredHistoryEntry> before = json.read(current, StoredEntry.class).history();
        List<StoredHistoryEntry> after = json.read(rebuilt, StoredEntry.class).history();
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            if (!before.get(i).equals(after.get(i))) {
                return Optional.of(event(after.get(i)));
            }
        }
        if (before.size() != after.size()) {
            List<StoredHistoryEntry> longer = before.size() > after.size() ? before : after;
            return Optional.of(event(longer.get(Math.min(before.size(), after.size()))));
        }
        return lastEvent(collection, rebuilt);
    }

    private Optional<ExplainingEvent> lastEvent(CollectionDefinition collection, StoredDocument document) {
        Object content = json.read(document, TYPES.get(collection));
        return switch (content) {
            case StoredEntry entry
            when !entry.history().isEmpty() -> Optional.of(event(entry.history().getLast()));
            case PatientRecord record -> Optional.of(new ExplainingEvent(record.position(), Optional.empty()));
            case TimelineHead head -> Optional.of(new ExplainingEvent(head.position(), Optional.empty()));
            default -> Optional.empty();
        };
    }

    private static ExplainingEvent event(StoredHistoryEntry entry) {
        return new ExplainingEvent(entry.position(), Optional.of(entry.event()));
    }
}
