package org.parcours.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A persistent HTTP/1.1 connection to this machine; costs little processor time beside the server under test. */
public final class HttpConnection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 60_000;

    /** @param bytes of the body, as sent */
    public record Response(int status, long bytes) {}

    private final int port;
    private final byte[] buffer = new byte[16 << 10];
    private Socket socket;
    private InputStream input;
    private boolean isClosing;

    public HttpConnection(int port) throws IOException {
        this.port = port;
        open();
    }

    private void open() throws IOException {
        socket = new Socket("127.0.0.1", port);
        isClosing = false;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        input = new BufferedInputStream(socket.getInputStream(), 32 << 10);
    }

    /** A request without a body; {@code headers} is empty, or lines that end with CR LF. */
    public static byte[] get(String path, String headers) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** @param form as {@code application/x-www-form-urlencoded} */
    public static byte[] post(String path, String headers, String form) {
        return ("POST " + path
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                        + form.length() + "\r\n" + headers + "\r\n" + form)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Connects again where the server has closed the connection, as it does after many requests. */
    public Response exchange(byte[] request) throws IOException {
        if (isClosing) {
            close();
            open();
        }
        socket.getOutputStream().write(request);
        int status = Integer.parseInt(line().split(" ")[1]);
        long length = -1;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).trim());
            }
            isClosing |= lower.equals("connection: close");
        }
        if (length >= 0) {
            input.skipNBytes(length);
            return new Response(status, length);
        }
        return new Response(status, chunks());
    }

    private long chunks() throws IOException {
        long bytes = 0;
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            input.skipNBytes(size);
            line();
            bytes += size;
        }
        line();
        return bytes;
    }

    private String line() throws IOException {
        int length = 0;
        for (int b = input.read(); b != '\n'; b = input.read()) {
            if (b < 0) {
                throw new IOException("Connection closed within a response");
            }
            buffer[length++] = (byte) b;
        }
        return new String(buffer, 0, length - 1, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
