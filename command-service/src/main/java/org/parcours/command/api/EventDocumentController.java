package org.parcours.command.api;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.documents.ChangedDocumentException;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.store.Hash;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.codec.EventCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves what an event refers to: its documents, and the bytes of the message that reported it (reporter.raw). A hash
 * alone is no key: the event that refers to it has to be named, by its position.
 */
@RestController
class EventDocumentController {

    private static final Logger LOG = LoggerFactory.getLogger(EventDocumentController.class);

    private final CommitLog log;
    private final EventCodec codec;
    private final DocumentStore documents;

    EventDocumentController(CommitLog log, EventCodec codec, DocumentStore documents) {
        this.log = log;
        this.codec = codec;
        this.documents = documents;
    }

    /**
     * The bytes as received, which have the hash: they are compared before the first one is sent. A sender controls them,
     * so browsers must save them and not display them as a page.
     */
    @GetMapping("/api/events/{position}/documents/{sha256}")
    ResponseEntity<Object> document(@PathVariable long position, @PathVariable String sha256) {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new BadParameterException("sha256", "A SHA-256 hash has 64 hexadecimal digits");
        }
        Optional<String> mediaType = event(position).flatMap(event -> mediaTypeOf(event, sha256));
        if (mediaType.isEmpty()) {
            return problem(HttpStatus.NOT_FOUND, "document-unknown", "There is no event here that refers to it");
        }
        try {
            return documents
                    .get(Hash.parse(sha256))
                    .map(document -> response(
                            mediaType.get().isEmpty() ? document.mediaType() : mediaType.get(), document.bytes()))
                    .orElseGet(() -> {
                        LOG.error("document is missing sha256={} event={}", sha256, position);
                        return problem(HttpStatus.GONE, "document-missing", "The store does not have the document");
                    });
        } catch (ChangedDocumentException e) {
            LOG.error("document does not match its hash sha256={} event={}", sha256, position);
            return problem(
                    HttpStatus.BAD_GATEWAY, "document-changed", "The stored bytes do not have the document's hash");
        }
    }

    private Optional<Envelope> event(long position) {
        if (position < 1) {
            return Optional.empty();
        }
        return log.read(Criteria.matchAll(), position - 1, 1).stream()
                .filter(event -> event.position() == position)
                .findFirst()
                .map(event -> codec.decodeFromLog(event.bytes(), event.position(), event.recordedAt()));
    }

    /** As the event states it; empty text: as stored. */
    private static Optional<String> mediaTypeOf(Envelope event, String sha256) {
        return Stream.concat(
                        event.documents().stream()
                                .filter(document -> document.sha256().equals(sha256))
                                .map(DocumentRef::mediaType),
                        event.reporter().raw().filter(sha256::equals).map(_ -> "").stream())
                .findFirst();
    }

    private static ResponseEntity<Object> response(String mediaType, byte[] bytes) {
        return ResponseEntity.ok()
                .contentType(parse(mediaType))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment")
                .header("X-Content-Type-Options", "nosniff")
                .cacheControl(CacheControl.noStore())
                .body(bytes);
    }

    /** A sender's type need not be one. */
    private static MediaType parse(String mediaType) {
        try {
            return MediaType.parseMediaType(mediaType);
        } catch (InvalidMediaTypeException e) {
            return MediaType.APPLICATION_OCTET_STREAM;
        }
    }

    private static ResponseEntity<Object> problem(HttpStatus status, String type, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:parcours:problem:" + type));
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
