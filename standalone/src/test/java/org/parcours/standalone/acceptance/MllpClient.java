package org.parcours.standalone.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An MLLP client with one connection; it waits for each acknowledgement before the next message. */
final class MllpClient implements AutoCloseable {

    private static final int START = 0x0B;
    private static final int END = 0x1C;
    private static final int CR = 0x0D;
    private static final Pattern ACKNOWLEDGED = Pattern.compile("MSA\\|(A[AER])\\|");

    private final Socket socket;
    private final InputStream input;

    MllpClient(String host, int port) {
        try {
            socket = new Socket(host, port);
            socket.setTcpNoDelay(true);
            input = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return AA, AE or AR */
    String send(byte[] message) {
        Matcher acknowledgement = ACKNOWLEDGED.matcher(exchange(message));
        if (!acknowledgement.find()) {
            throw new AssertionError("No MSA segment in the acknowledgement");
        }
        return acknowledgement.group(1);
    }

    String exchange(byte[] message) {
        try {
            ByteArrayOutputStream frame = new ByteArrayOutputStream(message.length + 3);
            frame.write(START);
            frame.write(message);
            frame.write(END);
            frame.write(CR);
            socket.getOutputStream().write(frame.toByteArray());
            ByteArrayOutputStream acknowledgement = new ByteArrayOutputStream();
            for (int b = input.read(); b != END; b = input.read()) {
                if (b < 0) {
                    throw new IOException("Connection closed within an acknowledgement");
                }
                if (b != START) {
                    acknowledgement.write(b);
                }
            }
            input.read();
            return acknowledgement.toString(ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
