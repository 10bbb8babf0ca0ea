package org.parcours.command.cli;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.parcours.command.store.Hash;

/** Many hashes in little memory, by their first 64 bits: which ones are not contained is certain. */
final class SortedHashes {

    private long[] beginnings = new long[1024];
    private int size;

    /** @param hash greater than those added before */
    void add(Hash hash) {
        if (size == beginnings.length) {
            beginnings = Arrays.copyOf(beginnings, size * 2);
        }
        beginnings[size++] = beginning(hash);
    }

    boolean contains(Hash hash) {
        return Arrays.binarySearch(beginnings, 0, size, beginning(hash)) >= 0;
    }

    /** Ordered as the unsigned bytes are. */
    private static long beginning(Hash hash) {
        return ByteBuffer.wrap(hash.bytes()).getLong() ^ Long.MIN_VALUE;
    }
}
