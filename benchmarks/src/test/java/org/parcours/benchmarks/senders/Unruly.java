package org.parcours.benchmarks.senders;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** One that floods on four connections, one that stops in the middle of a frame, and one that never reads an answer. */
final class Unruly implements AutoCloseable {

    private static final int FLOODING_CONNECTIONS = 4;
    private static final int FLOOD = 1000;

    private final List<Mllp> connections = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder sent = new LongAdder();
    private volatile boolean over;

    Unruly(int port) throws IOException {
        for (int i = 0; i < FLOODING_CONNECTIONS; i++) {
            Mllp connection = opened(port);
            Words words = new Words(FLOOD + i, "FLOOD");
            start(() -> {
                while (!over) {
                    connection.tell(words.next());
                    sent.increment();
                }
            });
        }
        Words words = new Words(FLOOD + FLOODING_CONNECTIONS, "HANGING");
        byte[] frame = Mllp.frame(words.next());
        opened(port).send(Arrays.copyOf(frame, frame.length / 2));
        Mllp deaf = opened(port);
        start(() -> {
            while (!over) {
                deaf.send(Mllp.frame(words.next()));
            }
        });
    }

    /** By the one that floods, so far. */
    long sent() {
        return sent.sum();
    }

    private Mllp opened(int port) throws IOException {
        Mllp connection = new Mllp(port);
        connections.add(connection);
        return connection;
    }

    private interface Sending {
        void run() throws IOException;
    }

    private void start(Sending sending) {
        threads.add(Thread.ofVirtual().start(() -> {
            try {
                sending.run();
            } catch (IOException e) {
                if (!over) {
                    throw new IllegalStateException(e);
                }
            }
        }));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        over = true;
        for (Mllp connection : connections) {
            connection.close();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
