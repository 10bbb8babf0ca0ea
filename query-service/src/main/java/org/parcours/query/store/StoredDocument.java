package org.parcours.query.store;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A document of a collection.
 *
 * @param keys by name: a String, a Long or a List of String, by the {@link KeyType}; an absent key has no value, and neither has
 *     an empty list
 * @param content JSON (UTF-8)
 */
public record StoredDocument(String id, Map<String, Object> keys, byte[] content) {

    public StoredDocument {
        keys = keys.containsValue(List.of()) ? withoutEmptyLists(keys) : Map.copyOf(keys);
    }

    private static Map<String, Object> withoutEmptyLists(Map<String, Object> keys) {
        return keys.entrySet().stream()
                .filter(key -> !List.of().equals(key.getValue()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    public Optional<String> text(String key) {
        return Optional.ofNullable(keys.get(key)).map(String.class::cast);
    }

    public long number(String key) {
        return (Long) Objects.requireNonNull(keys.get(key), key);
    }

    public List<String> texts(String key) {
        return keys.get(key) instanceof List<?> values
                ? values.stream().map(String.class::cast).toList()
                : List.of();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredDocument document
                && id.equals(document.id)
                && keys.equals(document.keys)
                && Arrays.equals(content, document.content);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, keys, Arrays.hashCode(content));
    }

    /** Without the content, which may name a patient. */
    @Override
    public String toString() {
        return "StoredDocument[" + id + "]";
    }
}
