package org.parcours.command.eventlog.verify;

import java.util.Comparator;
import org.parcours.command.eventlog.CorruptLogException;

/**
 * A defect of the log.
 *
 * @param sequence the defective commit, or the first missing one; 0: the defect belongs to no commit
 * @param description for a person
 */
public record VerificationFinding(long sequence, String description) implements Comparable<VerificationFinding> {

    private static final Comparator<VerificationFinding> ORDER =
            Comparator.comparingLong(VerificationFinding::sequence).thenComparing(VerificationFinding::description);

    VerificationFinding(long sequence, String format, Object... arguments) {
        this(sequence, format.formatted(arguments));
    }

    VerificationFinding(CorruptLogException corrupt) {
        this(corrupt.sequence(), String.valueOf(corrupt.getMessage()));
    }

    @Override
    public int compareTo(VerificationFinding other) {
        return ORDER.compare(this, other);
    }
}
