package org.parcours.command.documents;

import java.util.Optional;
import org.parcours.command.store.Hash;
import org.parcours.events.DocumentRef;

/** Documents by the SHA-256 of their bytes. Throws {@code StoreUnavailableException} when the store does not answer. */
public interface DocumentStore {

    /**
     * Stores the bytes; on the disk when it returns. Equal bytes are stored once, with the media type of the first.
     *
     * @return a reference without a title
     * @throws IllegalArgumentException for more bytes than the store's limit
     */
    DocumentRef put(String mediaType, byte[] bytes);

    /** As {@link #put(String, byte[])}; the reference has the title. */
    default DocumentRef put(String mediaType, byte[] bytes, Optional<String> title) {
        return put(mediaType, bytes).withTitle(title);
    }

    /** @throws IllegalStateException where the stored bytes no longer have that hash */
    Optional<StoredDocument> get(Hash hash);
}
