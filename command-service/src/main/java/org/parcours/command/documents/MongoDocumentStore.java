package org.parcours.command.documents;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static org.parcours.command.store.StoreOperationException.translateMongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.parcours.command.store.GridFsByteStore;
import org.parcours.command.store.Hash;
import org.parcours.command.store.MongoReplicaSetConnection;

/** Documents in MongoDB: their media types as {@code { _id: hash, mediaType }}, their bytes in GridFS. */
public final class MongoDocumentStore extends AbstractDocumentStore {

    private final MongoCollection<Document> metadata;
    private final GridFsByteStore bytes;

    /** @param maxBytes the size of the largest document that is accepted */
    public MongoDocumentStore(MongoReplicaSetConnection replicaSet, int maxBytes) {
        super(maxBytes);
        metadata = replicaSet.database().getCollection("document");
        bytes = new GridFsByteStore(replicaSet, "document_bytes");
    }

    @Override
    void insertIfAbsent(Hash hash, StoredDocument document) {
        translateMongo(() -> {
            // The bytes first, so that a document that is found is complete.
            bytes.put(hash.toString(), document.bytes());
            var mediaType = Updates.setOnInsert("mediaType", document.mediaType());
            return metadata.updateOne(eq(hash.toString()), mediaType, new UpdateOptions().upsert(true));
        });
    }

    @Override
    Optional<StoredDocument> find(Hash hash) {
        return translateMongo(
                () -> Optional.ofNullable(metadata.find(eq(hash.toString())).first())
                        .flatMap(document -> bytes.get(hash.toString())
                                .map(content -> new StoredDocument(document.getString("mediaType"), content))));
    }

    @Override
    public List<Content> contents(Optional<String> after, int limit) {
        return translateMongo(() -> metadata.find(gt("_id", after.orElse("")))
                .sort(Sorts.ascending("_id"))
                .limit(limit)
                .map(document -> document.getString("_id"))
                .map(hash -> new Content(hash, Hash.parse(hash)))
                .into(new ArrayList<>()));
    }
}
