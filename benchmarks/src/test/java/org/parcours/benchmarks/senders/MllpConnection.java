package org.parcours.benchmarks.senders;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One MLLP connection of one sender. */
public final class MllpConnection implements AutoCloseable {

    private static final int START = 0x0B;
    private static final int END = 0x1C;
    private static final int ACK_TIMEOUT_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream input;

    public MllpConnection(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(ACK_TIMEOUT_MILLIS);
        input = new BufferedInputStream(socket.getInputStream());
    }

    /** @return whether it was acknowledged with AA */
    public boolean exchange(String message) throws IOException {
        send(frame(message));
        ByteArrayOutputStream acknowledgement = new ByteArrayOutputStream(256);
        for (int b = input.read(); b != END; b = input.read()) {
            if (b < 0) {
                throw new IOException("Connection closed within an acknowledgement");
            }
            acknowledgement.write(b);
        }
        input.skipNBytes(1);
        return acknowledgement.toString(StandardCharsets.UTF_8).contains("MSA|AA|");
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    static byte[] frame(String message) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(message.length() + 8);
        frame.write(START);
        frame.writeBytes(message.getBytes(StandardCharsets.UTF_8));
        frame.write(END);
        frame.write('\r');
        return frame.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
