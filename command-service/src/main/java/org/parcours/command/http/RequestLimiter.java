package org.parcours.command.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads the bodies of an endpoint's requests within limits: of one body, of all bodies in memory, and of the requests that
 * are processed at the same time. Nothing is queued: the client of a request beyond a limit sends it again.
 *
 * <p>A request counts as processed once its body has arrived, so that slow clients do not keep others out; of the memory
 * it has what has arrived.
 */
public final class RequestLimiter {

    /** In bytes. This much of a body counts for nothing: nearly every request is shorter. */
    private static final int CHUNK = 64 * 1024;

    private final long maxBody;
    private final long maxInFlight;
    private final AtomicLong inFlight = new AtomicLong();
    private final Semaphore permits;

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

        /** Not to be changed by the caller. */
        public byte[] body() {
            return body;
        }

        @Override
        public void close() {
            onClose.run();
        }
    }

    /** The body is longer than the limit, in bytes. */
    public record TooLarge(long limit) implements Admission {}

    /** Other requests take what this endpoint may take. */
    public record Busy() implements Admission {}

    /**
     * @param maxBody of one request, in bytes
     * @param maxInFlight of all requests, in bytes
     */
    public RequestLimiter(long maxBody, long maxInFlight, int maxConcurrent) {
        this.maxBody = maxBody;
        this.maxInFlight = maxInFlight;
        this.permits = new Semaphore(maxConcurrent);
    }

    public Admission admit(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > maxBody) {
            return new TooLarge(maxBody);
        }
        MemoryShare memory = new MemoryShare();
        boolean admitted = false;
        try {
            Admission admission = read(request.getInputStream(), memory);
            admitted = admission instanceof Admitted;
            return admission;
        } finally {
            if (!admitted) {
                memory.release();
            }
        }
    }

    private Admission read(InputStream in, MemoryShare memory) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        for (int read = in.readNBytes(chunk, 0, CHUNK); read > 0; read = in.readNBytes(chunk, 0, CHUNK)) {
            if (body.size() + (long) read > maxBody) {
                return new TooLarge(maxBody);
            }
            if (body.size() > 0 && !memory.tryAcquire(read)) {
                return new Busy();
            }
            body.write(chunk, 0, read);
        }
        if (!permits.tryAcquire()) {
            return new Busy();
        }
        return new Admitted(body.toByteArray(), () -> {
            permits.release();
            memory.release();
        });
    }

    /** Of one request; used by its thread only. */
    private final class MemoryShare {

        private long acquired;

        private boolean tryAcquire(long bytes) {
            if (inFlight.addAndGet(bytes) > maxInFlight) {
                inFlight.addAndGet(-bytes);
                return false;
            }
            acquired += bytes;
            return true;
        }

        private void release() {
            inFlight.addAndGet(-acquired);
            acquired = 0;
        }
    }
}
