package org.parcours.query.store;

/** Text is compared by its UTF-8 bytes, in each database. */
public enum KeyType {
    /** One text. */
    TEXT,
    /** One 64-bit number. */
    NUMBER,
    /** Several texts; a condition is true where it is true of one of them. */
    TEXTS
}
