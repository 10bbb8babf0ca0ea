package org.parcours.command.eventlog;

/**
 * What an event can be found by, such as {@code patient:018f…}. Operators read tags (rule 8): random ids and hashes
 * only, never a name, an IPP or an INS.
 *
 * @param value 1 to 200 printable ASCII characters without space: every store takes these, and in the same order
 */
public record Tag(String value) implements Comparable<Tag> {

    public Tag {
        if (!isPrintable(value)) {
            throw new IllegalArgumentException("A tag is 1 to 200 printable ASCII characters; this one has "
                    + value.length() + " characters or others");
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
