package org.parcours.command.eventlog.chain;

import org.parcours.command.eventlog.LogHead;

public sealed interface ChainVerificationResult {

    /** No commit up to this head was changed, removed, added or moved. */
    record Intact(LogHead head) implements ChainVerificationResult {}

    /** The first invalid slot, with a description for a person. */
    record Broken(long sequence, String defect) implements ChainVerificationResult {}
}
