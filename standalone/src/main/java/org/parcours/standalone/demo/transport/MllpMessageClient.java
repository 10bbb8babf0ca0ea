package org.parcours.standalone.demo.transport;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends HL7 v2 over one persistent MLLP connection (HL7 v2 appendix C): each frame is sent after the acknowledgement of
 * the previous one. It reconnects after a failure, so that no acknowledgement is matched to another message.
 */
public final class MllpMessageClient implements MessageClient {

    private static final int START = 0x0B;
    private static final int END = 0x1C;
    private static final int CARRIAGE_RETURN = 0x0D;
    private static final int MAX_ACKNOWLEDGEMENT_BYTES = 1024 * 1024;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final InetSocketAddress address;
    private final Duration ackTimeout;
    private @Nullable Socket socket;

    public MllpMessageClient(InetSocketAddress address, Duration ackTimeout) {
        this.address = address;
        this.ackTimeout = ackTimeout;
    }

    @Override
    public Acknowledgement send(byte[] message) throws IOException {
        try {
            Socket connection = openSocket();
            byte[] frame = new byte[message.length + 3];
            frame[0] = START;
            System.arraycopy(message, 0, frame, 1, message.length);
            frame[message.length + 1] = END;
            frame[message.length + 2] = CARRIAGE_RETURN;
            connection.getOutputStream().write(frame);
            connection.getOutputStream().flush();
            return parseAcknowledgement(readFrame(new BufferedInputStream(connection.getInputStream(), 8192)));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        Socket open = socket;
        socket = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // Ignored: acknowledged messages are counted already.
            }
        }
    }

    private Socket openSocket() throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket();
            try {
                open.connect(address, (int) CONNECT_TIMEOUT.toMillis());
                open.setTcpNoDelay(true);
                open.setSoTimeout((int) ackTimeout.toMillis());
            } catch (IOException e) {
                open.close();
                throw e;
            }
            socket = open;
        }
        return open;
    }

    /** Reads the next complete frame. */
    private static byte[] readFrame(InputStream in) throws IOException {
        while (readByte(in) != START) {
            // Skip bytes between frames.
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int next = readByte(in); next != END; next = readByte(in)) {
            content.write(next);
            if (content.size() > MAX_ACKNOWLEDGEMENT_BYTES) {
                throw new IOException("Acknowledgement exceeds " + MAX_ACKNOWLEDGEMENT_BYTES + " bytes");
            }
        }
        if (readByte(in) != CARRIAGE_RETURN) {
            throw new IOException("Acknowledgement without the MLLP end block");
        }
        return content.toByteArray();
    }

    private static int readByte(InputStream in) throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("Connection closed within the acknowledgement");
        }
        return next;
    }

    private static Acknowledgement parseAcknowledgement(byte[] acknowledgement) throws IOException {
        String text = new String(acknowledgement, StandardCharsets.ISO_8859_1);
        String code = text.lines()
                .filter(segment -> segment.startsWith("MSA|"))
                .map(segment -> segment.split("\\|", -1)[1])
                .findFirst()
                .orElseThrow(() -> new IOException("Acknowledgement without MSA"));
        return switch (code) {
            case "AA", "CA" -> new Acknowledgement(code, Acknowledgement.Outcome.ACCEPTED);
            case "AE", "CE" -> new Acknowledgement(code, Acknowledgement.Outcome.REJECTED);
            default -> new Acknowledgement(code, Acknowledgement.Outcome.UNAVAILABLE);
        };
    }
}
