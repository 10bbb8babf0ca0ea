package org.parcours.command.api;

import org.parcours.command.documents.DocumentStore;
import org.parcours.command.documents.StoredDocument;
import org.parcours.command.store.Hash;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Serves what events reference by SHA-256: documents, and the bytes of the message that reported them (reporter.raw). */
@RestController
class DocumentDownloadController {

    private final DocumentStore documents;

    DocumentDownloadController(DocumentStore documents) {
        this.documents = documents;
    }

    /** The bytes as received. A sender controls them, so browsers must save them and not display them as a page. */
    @GetMapping("/api/documents/{sha256}")
    ResponseEntity<byte[]> document(@PathVariable String sha256) {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new BadParameterException("sha256", "A SHA-256 hash has 64 hexadecimal digits");
        }
        return documents
                .get(Hash.parse(sha256))
                .map(DocumentDownloadController::toResponse)
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    private static ResponseEntity<byte[]> toResponse(StoredDocument document) {
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, document.mediaType())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment")
                .header("X-Content-Type-Options", "nosniff")
                .cacheControl(CacheControl.noStore())
                .body(document.bytes());
    }
}
