package org.parcours.command.log.chain;

import org.parcours.command.log.Head;

/** What a walk along the chain found. */
public sealed interface Verdict {

    /** Nothing changed, removed, added or moved up to this head. */
    record Whole(Head head) implements Verdict {}

    /**
     * @param sequence the first slot where it is not as it must be
     * @param flaw what is wrong there, for a person to read
     */
    record Broken(long sequence, String flaw) implements Verdict {}
}
