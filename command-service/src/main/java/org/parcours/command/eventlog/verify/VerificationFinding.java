package org.parcours.command.eventlog.verify;

/**
 * Something that is not as it must be.
 *
 * @param sequence the commit at which it is, or the first one that is missing; 0: it is no commit's
 * @param description for a person to read
 */
public record VerificationFinding(long sequence, String description) implements Comparable<VerificationFinding> {

    @Override
    public int compareTo(VerificationFinding other) {
        return sequence != other.sequence
                ? Long.compare(sequence, other.sequence)
                : description.compareTo(other.description);
    }
}
