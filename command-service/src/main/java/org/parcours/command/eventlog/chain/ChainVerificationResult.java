package org.parcours.command.eventlog.chain;

import org.parcours.command.eventlog.LogHead;

/** What a walk along the chain found. */
public sealed interface ChainVerificationResult {

    /** Nothing changed, removed, added or moved up to this head. */
    record Intact(LogHead head) implements ChainVerificationResult {}

    /**
     * @param sequence the first slot where it is not as it must be
     * @param defect what is wrong there, for a person to read
     */
    record Broken(long sequence, String defect) implements ChainVerificationResult {}
}
