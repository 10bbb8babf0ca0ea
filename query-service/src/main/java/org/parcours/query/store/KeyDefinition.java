package org.parcours.query.store;

/**
 * A value that queries use, stored beside the content of a document.
 *
 * @param rare few documents have a value: an index that ends with this key contains these only, and serves queries with a
 *     condition on it
 */
public record KeyDefinition(String name, KeyType type, boolean rare) {

    public static KeyDefinition text(String name) {
        return new KeyDefinition(name, KeyType.TEXT, false);
    }

    public static KeyDefinition number(String name) {
        return new KeyDefinition(name, KeyType.NUMBER, false);
    }

    /** Always indexed. */
    public static KeyDefinition texts(String name) {
        return new KeyDefinition(name, KeyType.TEXTS, false);
    }

    public static KeyDefinition rareText(String name) {
        return new KeyDefinition(name, KeyType.TEXT, true);
    }

    public static KeyDefinition rareNumber(String name) {
        return new KeyDefinition(name, KeyType.NUMBER, true);
    }
}
