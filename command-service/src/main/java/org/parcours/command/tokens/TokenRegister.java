package org.parcours.command.tokens;

import java.util.Optional;

/** An entry a processor, changed by comparing versions: of two who change the same one, one has to look again. */
public interface TokenRegister {

    /**
     * @param version 1, 2, 3, …
     * @param state as it was put, at most a few kilobytes
     */
    record Entry(long version, String state) {}

    Optional<Entry> get(String processor);

    /**
     * @param version the one that the state was made from; 0 where there was none
     * @return whether it is in, as the next version; false: another was faster
     */
    boolean put(String processor, long version, String state);
}
