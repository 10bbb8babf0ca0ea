package org.parcours.command.eventlog.verify;

/**
 * A defect of the log.
 *
 * @param sequence the defective commit, or the first missing one; 0: the defect belongs to no commit
 * @param description for a person
 */
public record VerificationFinding(long sequence, String description) implements Comparable<VerificationFinding> {

    @Override
    public int compareTo(VerificationFinding other) {
        return sequence != other.sequence
                ? Long.compare(sequence, other.sequence)
                : description.compareTo(other.description);
    }
}
