package org.parcours.benchmarks.senders;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Three misbehaving senders: one floods on four connections, one leaves a frame unfinished, one reads no
 * acknowledgement.
 */
final class MisbehavingSenderLoad implements AutoCloseable {

    private static final int FLOODING_CONNECTIONS = 4;
    private static final int FIRST_SENDER_NUMBER = 1000;

    private final List<MllpConnection> connections = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder sent = new LongAdder();
    private volatile boolean stopped;

    MisbehavingSenderLoad(int port) throws IOException {
        for (int i = 0; i < FLOODING_CONNECTIONS; i++) {
            MllpConnection connection = open(port);
            Hl7MessageGenerator messages = new Hl7MessageGenerator(FIRST_SENDER_NUMBER + i, "FLOOD");
            start(() -> {
                while (!stopped) {
                    connection.exchange(messages.next());
                    sent.increment();
                }
            });
        }
        Hl7MessageGenerator messages = new Hl7MessageGenerator(FIRST_SENDER_NUMBER + FLOODING_CONNECTIONS, "HANGING");
        byte[] frame = MllpConnection.frame(messages.next());
        open(port).send(Arrays.copyOf(frame, frame.length / 2));
        MllpConnection nonReading = open(port);
        start(() -> {
            while (!stopped) {
                nonReading.send(MllpConnection.frame(messages.next()));
            }
        });
    }

    /** The number of acknowledged messages of the flooding sender. */
    long floodedMessages() {
        return sent.sum();
    }

    private MllpConnection open(int port) throws IOException {
        MllpConnection connection = new MllpConnection(port);
        connections.add(connection);
        return connection;
    }

    private interface SendTask {
        void run() throws IOException;
    }

    private void start(SendTask task) {
        threads.add(Thread.ofVirtual().start(() -> {
            try {
                task.run();
            } catch (IOException e) {
                if (!stopped) {
                    throw new IllegalStateException(e);
                }
            }
        }));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stopped = true;
        for (MllpConnection connection : connections) {
            connection.close();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
