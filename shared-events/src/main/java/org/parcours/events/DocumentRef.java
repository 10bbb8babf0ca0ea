package org.parcours.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * A document, whose bytes live in the document store (rule 7).
 *
 * @param sha256 64 hexadecimal digits, the document's address in the store
 * @param size in bytes
 * @param restrictions who may not see it
 */
public record DocumentRef(
        String mediaType,
        String sha256,
        long size,
        Optional<String> title,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DocumentRestriction> restrictions) {

    public DocumentRef {
        restrictions = restrictions.stream().distinct().sorted().toList();
    }

    /** A document without restrictions. */
    public DocumentRef(String mediaType, String sha256, long size, Optional<String> title) {
        this(mediaType, sha256, size, title, List.of());
    }

    public DocumentRef withTitle(Optional<String> other) {
        return new DocumentRef(mediaType, sha256, size, other, restrictions);
    }

    public DocumentRef withRestrictions(List<DocumentRestriction> others) {
        return new DocumentRef(mediaType, sha256, size, title, others);
    }
}
