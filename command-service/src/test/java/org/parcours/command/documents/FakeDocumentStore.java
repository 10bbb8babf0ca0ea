package org.parcours.command.documents;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.parcours.command.store.Hash;
import org.parcours.events.DocumentRef;

/** An in-memory document store. */
public final class FakeDocumentStore implements DocumentStore {

    private final Map<String, StoredDocument> documents = new ConcurrentHashMap<>();
    private final boolean broken;

    public FakeDocumentStore() {
        this(false);
    }

    private FakeDocumentStore(boolean broken) {
        this.broken = broken;
    }

    /** A store that cannot be written. */
    public static FakeDocumentStore broken() {
        return new FakeDocumentStore(true);
    }

    @Override
    public DocumentRef put(String mediaType, byte[] bytes) {
        if (broken) {
            throw new IllegalStateException("The disk is full");
        }
        String sha256 = Hash.of(bytes).toString();
        documents.put(sha256, new StoredDocument(mediaType, bytes));
        return new DocumentRef(mediaType, sha256, bytes.length, Optional.empty());
    }

    public void clear() {
        documents.clear();
    }

    /** The bytes of every document. */
    public List<byte[]> contents() {
        return documents.values().stream().map(StoredDocument::bytes).toList();
    }

    @Override
    public Optional<StoredDocument> get(Hash hash) {
        return Optional.ofNullable(documents.get(hash.toString()));
    }

    public byte[] bytes(DocumentRef document) {
        return bytes(document.sha256());
    }

    public byte[] bytes(String sha256) {
        return documents.get(sha256).bytes();
    }
}
