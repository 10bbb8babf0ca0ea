package org.parcours.standalone.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A source application that repeats each message until it is acknowledged, and then sends the next one. */
final class PersistentMllpSender implements Runnable {

    final String application;
    private final int mllpPort;
    private final List<String> acknowledged = new ArrayList<>();
    private volatile boolean running = true;
    private MllpClient connection;

    PersistentMllpSender(String application, int mllpPort) {
        this.application = application;
        this.mllpPort = mllpPort;
    }

    @Override
    public void run() {
        for (int number = 1; running; number++) {
            String id = application + "-" + number;
            if (sendUntilAcknowledged(id, number)) {
                synchronized (acknowledged) {
                    acknowledged.add(id);
                }
                pause(); // limits the number of events: each start rebuilds the views from the first one
            }
        }
    }

    void stop() {
        running = false;
    }

    /** The ids of the acknowledged messages, in the order of sending. */
    List<String> acknowledged() {
        synchronized (acknowledged) {
            return List.copyOf(acknowledged);
        }
    }

    private boolean sendUntilAcknowledged(String id, int number) {
        byte[] message = result(id, number);
        while (running) {
            try {
                if (connection == null) {
                    connection = new MllpClient("127.0.0.1", mllpPort);
                }
                if (connection.send(message).equals("AA")) {
                    return true;
                }
            } catch (UncheckedIOException _) {
                connection = null;
            }
            pause();
        }
        return false;
    }

    private byte[] result(String id, int number) {
        return """
                MSH|^~\\&|%1$s|CHU|PARCOURS|CHU|20260301100000||ORU^R01^ORU_R01|%2$s|P|2.5
                PID|||%3$d^^^%1$s^PI||ESSAI^PATIENT||19500101|F
                OBR|1||%2$s^%1$s|NFS^Numeration|||20260301095500|||||||||||||||20260301100000|||F
                OBX|1|NM|HB^Hemoglobine||12.5|g/dL|12-16||||F
                """.formatted(application, id, number % 7).replace('\n', '\r').getBytes(US_ASCII);
    }

    private void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            running = false;
        }
    }
}
