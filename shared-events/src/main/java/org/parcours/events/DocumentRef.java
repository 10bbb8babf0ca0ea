package org.parcours.events;

import java.util.Optional;

/**
 * A document, whose bytes live in the document store (rule 7).
 *
 * @param sha256 64 hexadecimal digits, the document's address in the store
 * @param size in bytes
 */
public record DocumentRef(String mediaType, String sha256, long size, Optional<String> title) {

    public DocumentRef withTitle(Optional<String> other) {
        return new DocumentRef(mediaType, sha256, size, other);
    }
}
