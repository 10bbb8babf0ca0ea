package org.parcours.command.documents;

import java.util.Optional;
import org.parcours.command.store.Hash;
import org.parcours.command.store.HashedContents;
import org.parcours.events.DocumentRef;

/** Checks the size of a document before it is stored, and its hash when it is read. */
abstract class AbstractDocumentStore implements DocumentStore, HashedContents {

    private final int maxBytes;

    AbstractDocumentStore(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public final DocumentRef put(String mediaType, byte[] bytes) {
        if (bytes.length > maxBytes) {
            throw new IllegalArgumentException(
                    "A document has at most %d bytes, this one %d".formatted(maxBytes, bytes.length));
        }
        var hash = Hash.of(bytes);
        insertIfAbsent(hash, new StoredDocument(mediaType, bytes));
        return new DocumentRef(mediaType, hash.toString(), bytes.length, Optional.empty());
    }

    @Override
    public final Optional<StoredDocument> get(Hash hash) {
        var document = find(hash);
        if (document.isPresent() && !Hash.of(document.get().bytes()).equals(hash)) {
            throw new ChangedDocumentException(hash);
        }
        return document;
    }

    @Override
    public final Optional<byte[]> storedBytes(Content content) {
        return find(content.hash()).map(StoredDocument::bytes);
    }

    abstract void insertIfAbsent(Hash hash, StoredDocument document);

    abstract Optional<StoredDocument> find(Hash hash);
}
