package org.parcours.command.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reads the bodies of an endpoint's requests within limits: of one body, of the time in which it arrives, of all bodies
 * in memory, and of the requests that are processed at the same time. A request over a limit of the endpoint waits a
 * moment; then its client has to send it again.
 *
 * <p>A request counts as processed once its body has arrived, so that slow clients do not keep others out; of the memory
 * it has what has arrived, and it gives it back when its time is over.
 */
public final class RequestLimiter {

    /** In bytes. This much of a body counts for nothing: nearly every request is shorter. */
    private static final int CHUNK = 64 * 1024;

    /** In bytes: what one permit of {@link #memory} stands for. */
    private static final int MEMORY_UNIT = 1024;

    /** The header {@code Accept-Encoding} of a 415 (RFC 9110, 15.5.16). */
    public static final String ACCEPT_ENCODING = ContentDecoder.SUPPORTED;

    private final long maxBody;
    private final Semaphore memory;
    private final Semaphore permits;
    private final RequestProperties times;

    /** To be closed at the end of the request. */
    public sealed interface Admission extends AutoCloseable {

        @Override
        default void close() {}
    }

    /** The request may be processed. */
    public static final class Admitted implements Admission {

        private final byte[] body;
        private final Runnable onClose;

        private Admitted(byte[] body, Runnable onClose) {
            this.body = body;
            this.onClose = onClose;
        }

        /** Without its {@code Content-Encoding}. Not to be changed by the caller. */
        public byte[] body() {
            return body;
        }

        @Override
        public void close() {
            onClose.run();
        }
    }

    /** The body is longer than the limit, in bytes; a compressed one without its compression. */
    public record TooLarge(long limit) implements Admission {}

    /** Other requests take what this endpoint may take. */
    public record Busy() implements Admission {}

    /** The body did not arrive whole, or cannot be decompressed. */
    public sealed interface Unreadable extends Admission {

        /** Of the response. */
        int status();

        String reason();
    }

    public record TimedOut(Duration limit) implements Unreadable {

        @Override
        public int status() {
            return 408;
        }

        @Override
        public String reason() {
            return "the body did not arrive within " + limit.toSeconds() + " s";
        }
    }

    public record UnsupportedEncoding(String encoding) implements Unreadable {

        @Override
        public int status() {
            return 415;
        }

        @Override
        public String reason() {
            return "unsupported Content-Encoding: " + ContentDecoder.SUPPORTED + " expected";
        }
    }

    public record InvalidEncoding() implements Unreadable {

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String reason() {
            return "the body does not have its Content-Encoding, or is not complete";
        }
    }

    public RequestLimiter(long maxBody, long maxInFlight, int maxConcurrent) {
        this(maxBody, maxInFlight, maxConcurrent, RequestProperties.DEFAULT);
    }

    /**
     * @param maxBody of one request, in bytes
     * @param maxInFlight of all requests, in bytes
     */
    public RequestLimiter(long maxBody, long maxInFlight, int maxConcurrent, RequestProperties times) {
        this.maxBody = maxBody;
        this.memory = new Semaphore(Math.toIntExact(maxInFlight / MEMORY_UNIT));
        this.permits = new Semaphore(maxConcurrent, true);
        this.times = times;
    }

    public Admission admit(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > maxBody) {
            return new TooLarge(maxBody);
        }
        Optional<ContentDecoder> decoder = ContentDecoder.of(request);
        if (decoder.isEmpty()) {
            return new UnsupportedEncoding(String.valueOf(request.getHeader(ContentDecoder.HEADER)));
        }
        MemoryShare share = new MemoryShare();
        boolean admitted = false;
        try {
            Admission admission = read(request, decoder.get(), share);
            admitted = admission instanceof Admitted;
            return admission;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Busy();
        } finally {
            if (!admitted) {
                share.release();
            }
        }
    }

    private Admission read(HttpServletRequest request, ContentDecoder decoder, MemoryShare share)
            throws IOException, InterruptedException {
        TimedInputStream received = new TimedInputStream(request.getInputStream(), times.bodyTimeout(), maxBody);
        try {
            return read(decoder.decode(received), share);
        } catch (IOException | StackOverflowError e) {
            // The JDK reads the empty members of a gzip stream by recursion.
            return switch (received.end()) {
                case TIMED_OUT -> new TimedOut(times.bodyTimeout());
                case TOO_LONG -> new TooLarge(maxBody);
                case BROKEN -> throw e;
                case INTACT -> new InvalidEncoding();
            };
        }
    }

    private Admission read(InputStream in, MemoryShare share) throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        for (int read = in.readNBytes(chunk, 0, CHUNK); read > 0; read = in.readNBytes(chunk, 0, CHUNK)) {
            if (body.size() + (long) read > maxBody) {
                return new TooLarge(maxBody);
            }
            if (body.size() > 0 && !share.acquire(read)) {
                return new Busy();
            }
            body.write(chunk, 0, read);
        }
        if (!permits.tryAcquire(times.permitWait().toMillis(), TimeUnit.MILLISECONDS)) {
            return new Busy();
        }
        return new Admitted(body.toByteArray(), () -> {
            permits.release();
            share.release();
        });
    }

    /** Of one request; used by its thread only. */
    private final class MemoryShare {

        private int acquired;

        private boolean acquire(int bytes) throws InterruptedException {
            int units = Math.ceilDiv(bytes, MEMORY_UNIT);
            if (!memory.tryAcquire(units, times.permitWait().toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            acquired += units;
            return true;
        }

        private void release() {
            memory.release(acquired);
            acquired = 0;
        }
    }
}
