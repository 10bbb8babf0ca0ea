package org.parcours.command.eventlog;

/** What is stored cannot be a log of ours: a gap, a broken chain, unreadable bytes. Nobody should go on from there. */
public final class CorruptLogException extends RuntimeException {

    private final long sequence;

    /** @param sequence the first commit that is missing or wrong */
    public CorruptLogException(long sequence, String message) {
        super(message);
        this.sequence = sequence;
    }

    public long sequence() {
        return sequence;
    }
}
