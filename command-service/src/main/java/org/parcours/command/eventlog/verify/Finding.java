package org.parcours.command.eventlog.verify;

/**
 * Something that is not as it must be.
 *
 * @param sequence the commit at which it is, or the first one that is missing; 0: it is no commit's
 * @param what for a person to read
 */
public record Finding(long sequence, String what) implements Comparable<Finding> {

    @Override
    public int compareTo(Finding other) {
        return sequence != other.sequence ? Long.compare(sequence, other.sequence) : what.compareTo(other.what);
    }
}
