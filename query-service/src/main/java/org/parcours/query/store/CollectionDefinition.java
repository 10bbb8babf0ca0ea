package org.parcours.query.store;

import java.util.List;
import java.util.Optional;

/**
 * A collection of documents.
 *
 * @param name lower-case letters only
 * @param indexes each a list of keys of type TEXT or NUMBER, in the order of the index
 */
public record CollectionDefinition(String name, List<KeyDefinition> keys, List<List<String>> indexes) {

    public CollectionDefinition {
        keys = List.copyOf(keys);
        indexes = indexes.stream().map(List::copyOf).toList();
        if (!name.matches("[a-z]+")) {
            throw new IllegalArgumentException("A collection's name must be of lower-case letters: " + name);
        }
        for (List<String> index : indexes) {
            for (String key : index) {
                if (key(keys, key).type() == KeyType.TEXTS) {
                    throw new IllegalArgumentException("A key of several texts has an index of its own: " + key);
                }
            }
        }
    }

    /** @throws IllegalArgumentException where the collection has no such key */
    public KeyType typeOf(String key) {
        return key(keys, key).type();
    }

    /** The key that a document must have to be in the index; empty where all documents are. */
    public Optional<String> requiredKey(List<String> index) {
        return Optional.of(key(keys, index.getLast()))
                .filter(KeyDefinition::rare)
                .map(KeyDefinition::name);
    }

    private static KeyDefinition key(List<KeyDefinition> keys, String name) {
        return keys.stream()
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No such key: " + name));
    }
}
