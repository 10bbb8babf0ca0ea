package org.parcours.query.store;

/** A value that queries use, stored beside the content of a document. */
public record KeyDefinition(String name, KeyType type) {

    public static KeyDefinition text(String name) {
        return new KeyDefinition(name, KeyType.TEXT);
    }

    public static KeyDefinition number(String name) {
        return new KeyDefinition(name, KeyType.NUMBER);
    }

    /** Always indexed. */
    public static KeyDefinition texts(String name) {
        return new KeyDefinition(name, KeyType.TEXTS);
    }
}
