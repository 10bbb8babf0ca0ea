package org.parcours.command.documents;

import java.util.Optional;
import org.parcours.command.log.Hash;

/** Documents by the SHA-256 of their bytes. Throws {@code StoreUnavailable} when it cannot be written or read. */
public interface DocumentStore {

    /**
     * Keeps the bytes; on the disk when it returns. The same bytes are kept once, with the media type they came with
     * first.
     *
     * @throws IllegalArgumentException for more bytes than the store takes
     */
    DocumentRef put(String mediaType, byte[] bytes);

    /** @throws IllegalStateException when the stored bytes no longer have that hash */
    Optional<Document> get(Hash hash);
}
