package org.parcours.command.eventlog;

/**
 * The name of an event type without its version: {@code org.parcours.PatientAdmitted}. Criteria contain names, so that
 * a new version of an event still conflicts with the old one.
 *
 * @param value 1 to 200 printable ASCII characters without space
 */
public record UnversionedEventName(String value) implements Comparable<UnversionedEventName> {

    public UnversionedEventName {
        if (!Tag.isPrintable(value)) {
            throw new IllegalArgumentException("An event name is 1 to 200 printable ASCII characters: " + value);
        }
    }

    @Override
    public int compareTo(UnversionedEventName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
