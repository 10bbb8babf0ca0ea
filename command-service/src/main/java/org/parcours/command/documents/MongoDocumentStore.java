package org.parcours.command.documents;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import java.util.Optional;
import java.util.function.Supplier;
import org.parcours.command.store.GridFsByteStore;
import org.parcours.command.store.Hash;
import org.parcours.command.store.MongoReplicaSet;
import org.parcours.command.store.StoreOperationException;
import org.parcours.events.DocumentRef;

/** Documents in MongoDB: their media types as {@code { _id: hash, mediaType }}, their bytes in GridFS. */
public final class MongoDocumentStore implements DocumentStore {

    private final MongoCollection<org.bson.Document> metadata;
    private final GridFsByteStore bytes;
    private final int maxBytes;

    /** @param maxBytes the size of the largest document that is accepted */
    public MongoDocumentStore(MongoReplicaSet replicaSet, int maxBytes) {
        metadata = replicaSet.database().getCollection("document");
        bytes = new GridFsByteStore(replicaSet, "document_bytes");
        this.maxBytes = maxBytes;
    }

    @Override
    public DocumentRef put(String mediaType, byte[] content) {
        if (content.length > maxBytes) {
            throw new IllegalArgumentException(
                    "A document has at most %d bytes, this one %d".formatted(maxBytes, content.length));
        }
        var ref = new DocumentRef(mediaType, Hash.of(content).toString(), content.length, Optional.empty());
        return translateExceptions(() -> {
            var name = ref.sha256();
            // The bytes first, so that a document that is found is complete.
            bytes.put(name, content);
            if (metadata.find(eq(name)).first() == null) {
                metadata.replaceOne(
                        eq(name), new org.bson.Document("mediaType", mediaType), new ReplaceOptions().upsert(true));
            }
            return ref;
        });
    }

    @Override
    public Optional<StoredDocument> get(Hash hash) {
        return translateExceptions(
                () -> Optional.ofNullable(metadata.find(eq(hash.toString())).first())
                        .flatMap(document -> bytes.get(hash.toString())
                                .map(content -> requireIntact(hash, document.getString("mediaType"), content))));
    }

    private static StoredDocument requireIntact(Hash hash, String mediaType, byte[] content) {
        if (!Hash.of(content).equals(hash)) {
            throw new IllegalStateException("The stored bytes of document " + hash + " were changed");
        }
        return new StoredDocument(mediaType, content);
    }

    private static <T> T translateExceptions(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (MongoException e) {
            throw StoreOperationException.of(e);
        }
    }
}
