package org.parcours.command.eventlog.chain;

import org.parcours.command.eventlog.LogHead;

/** The result of verifying the hash chain. */
public sealed interface ChainVerificationResult {

    /** No commit up to this head was changed, removed, added or moved. */
    record Intact(LogHead head) implements ChainVerificationResult {}

    /**
     * The chain is broken.
     *
     * @param sequence the first invalid slot
     * @param defect a description for a person
     */
    record Broken(long sequence, String defect) implements ChainVerificationResult {}
}
