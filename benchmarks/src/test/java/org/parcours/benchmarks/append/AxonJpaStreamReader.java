package org.parcours.benchmarks.append;

import java.util.List;

/** Reads streams of given lengths from Axon's JPA engine. */
public final class AxonJpaStreamReader implements AutoCloseable {

    private final AxonJpaEventStore axon;

    public AxonJpaStreamReader(String url, List<Integer> lengths) throws Exception {
        axon = new AxonJpaEventStore(url, 4);
        for (int length : lengths) {
            for (int i = 0; i < length; i++) {
                axon.append(length);
            }
        }
    }

    /** @return the number of events of the stream */
    public int read(int length) {
        int read = axon.read(length);
        if (read != length) {
            throw new IllegalStateException("Read " + read + " events of " + length);
        }
        return read;
    }

    @Override
    public void close() {
        axon.close();
    }
}
