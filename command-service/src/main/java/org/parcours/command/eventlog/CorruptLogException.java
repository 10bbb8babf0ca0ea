package org.parcours.command.eventlog;

/** The stored data is not a valid log: a gap, a broken hash chain, unreadable bytes. Processing must not continue. */
public final class CorruptLogException extends RuntimeException {

    private final long sequence;

    /** @param sequence the first commit that is missing or invalid */
    public CorruptLogException(long sequence, String message) {
        super(message);
        this.sequence = sequence;
    }

    public CorruptLogException(long sequence, String format, Object... arguments) {
        this(sequence, format.formatted(arguments));
    }

    public long sequence() {
        return sequence;
    }
}
