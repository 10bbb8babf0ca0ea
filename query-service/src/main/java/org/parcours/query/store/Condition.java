package org.parcours.query.store;

import java.util.Collection;
import java.util.List;

/** A condition on the keys of a document. Values are a String or a Long, by the type of the key. */
public sealed interface Condition {

    record OneOf(String key, List<Object> values) implements Condition {
        public OneOf {
            values = List.copyOf(values);
        }
    }

    /** From {@code from}, included, to {@code to}, excluded. */
    record Between(String key, Object from, Object to) implements Condition {}

    /** The text begins with the prefix. */
    record Prefix(String key, String prefix) implements Condition {}

    /** The text contains the part. No index helps: the other conditions must be few documents' ones. */
    record Contains(String key, String part) implements Condition {}

    record Missing(String key) implements Condition {}

    record IdOneOf(List<String> ids) implements Condition {
        public IdOneOf {
            ids = List.copyOf(ids);
        }
    }

    record AnyOf(List<Condition> conditions) implements Condition {
        public AnyOf {
            conditions = List.copyOf(conditions);
        }
    }

    static Condition equal(String key, Object value) {
        return new OneOf(key, List.of(value));
    }

    static Condition oneOf(String key, Collection<?> values) {
        return new OneOf(key, List.copyOf(values));
    }
}
