package org.parcours.command.eventlog.chain;

import org.parcours.command.eventlog.Head;

/** What a walk along the chain found. */
public sealed interface ChainVerification {

    /** Nothing changed, removed, added or moved up to this head. */
    record Whole(Head head) implements ChainVerification {}

    /**
     * @param sequence the first slot where it is not as it must be
     * @param flaw what is wrong there, for a person to read
     */
    record Broken(long sequence, String flaw) implements ChainVerification {}
}
