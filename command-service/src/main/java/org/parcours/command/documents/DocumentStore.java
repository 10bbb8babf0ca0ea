package org.parcours.command.documents;

import java.util.Optional;
import org.parcours.command.store.Hash;
import org.parcours.events.DocumentRef;

/** Stores documents by the SHA-256 of their bytes; throws {@code StoreOperationException} without a response. */
public interface DocumentStore {

    /**
     * Stores the bytes; they are on the disk before anything is that is written after this method returned. Equal bytes
     * are stored once, with the first media type.
     *
     * @return a reference without a title
     * @throws IllegalArgumentException if the bytes exceed the store's limit
     */
    DocumentRef put(String mediaType, byte[] bytes);

    default DocumentRef put(String mediaType, byte[] bytes, Optional<String> title) {
        return put(mediaType, bytes).withTitle(title);
    }

    /** @throws ChangedDocumentException if the stored bytes no longer have that hash */
    Optional<StoredDocument> get(Hash hash);
}
