package org.parcours.command.eventlog;

/**
 * A lookup key of an event, such as {@code patient:018f…}. Operators read tags, so they contain random ids and
 * hashes only, never a name, an IPP or an INS (log rule 8).
 *
 * @param value 1 to 200 printable ASCII characters without space: every store accepts them and sorts them alike
 */
public record Tag(String value) implements Comparable<Tag> {

    public Tag {
        if (!isPrintable(value)) {
            throw new IllegalArgumentException("A tag is 1 to 200 printable ASCII characters; this value of "
                    + value.length() + " characters is not");
        }
    }

    static boolean isPrintable(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '!' || value.charAt(i) > '~') {
                return false;
            }
        }
        return !value.isEmpty() && value.length() <= 200;
    }

    @Override
    public int compareTo(Tag other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
