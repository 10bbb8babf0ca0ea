package org.parcours.query.documents;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * Reads documents from command-service, whole: a document that does not match its hash has to be an error, not a page
 * that breaks off.
 */
@Component
class DocumentClient {

    private static final Logger LOG = LoggerFactory.getLogger(DocumentClient.class);
    private static final int UNIT = 1024;
    private static final int WAIT_SECONDS = 10;

    private final RestClient commandService;
    private final DocumentProperties properties;
    private final Semaphore memory;

    DocumentClient(RestClient commandService, DocumentProperties properties) {
        this.commandService = commandService;
        this.properties = properties;
        memory = new Semaphore(units(properties.maxBufferedBytes()), true);
    }

    interface Reader<T> {
        T read(byte[] bytes) throws IOException;
    }

    /**
     * Calls the reader with the document's bytes, which have its hash. They count as held until it returns.
     *
     * @throws DocumentProblem if the document is missing, changed or cannot be read now
     */
    <T> T read(DocumentVersion version, Reader<T> reader) {
        String sha256 = version.document().sha256();
        return commandService
                .get()
                .uri(
                        "/api/events/{position}/documents/{sha256}",
                        version.event().position(),
                        sha256)
                .exchange((_, response) -> {
                    checkStatus(response, version);
                    int units = acquire(response.getHeaders().getContentLength());
                    try {
                        return reader.read(checked(response.getBody(), version));
                    } finally {
                        memory.release(units);
                    }
                });
    }

    private static void checkStatus(ClientHttpResponse response, DocumentVersion version) throws IOException {
        int status = response.getStatusCode().value();
        if (status == HttpStatus.NOT_FOUND.value() || status == HttpStatus.GONE.value()) {
            LOG.error(
                    "document is missing sha256={} event={}",
                    version.document().sha256(),
                    version.event().position());
            throw DocumentProblem.missing();
        }
        if (status == HttpStatus.BAD_GATEWAY.value()) {
            throw DocumentProblem.changed();
        }
        if (status != HttpStatus.OK.value()) {
            LOG.warn("command-service answered {} for a document", status);
            throw DocumentProblem.unavailable("command-service answered " + status);
        }
    }

    /** An unknown length counts as the longest. */
    private int acquire(long contentLength) {
        int units = units(
                contentLength < 0 || contentLength > properties.maxBytes() ? properties.maxBytes() : contentLength);
        try {
            if (memory.tryAcquire(units, WAIT_SECONDS, TimeUnit.SECONDS)) {
                return units;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw DocumentProblem.unavailable("Too many documents are being read");
    }

    private byte[] checked(InputStream body, DocumentVersion version) {
        byte[] bytes;
        try {
            bytes = body.readNBytes(properties.maxBytes() + 1);
        } catch (IOException e) {
            throw new ResourceAccessException("The document was not read to its end", e);
        }
        if (bytes.length > properties.maxBytes()) {
            throw DocumentProblem.unavailable("The document is longer than parcours.documents.max-bytes");
        }
        if (!sha256(bytes).equals(version.document().sha256())) {
            LOG.error(
                    "document does not match its hash sha256={} event={}",
                    version.document().sha256(),
                    version.event().position());
            throw DocumentProblem.changed();
        }
        return bytes;
    }

    private static int units(long bytes) {
        return (int) (bytes / UNIT) + 1;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
