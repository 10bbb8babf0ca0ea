package org.parcours.command.store;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoGridFSException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.gridfs.GridFSBucket;
import com.mongodb.client.gridfs.GridFSBuckets;
import com.mongodb.client.gridfs.model.GridFSUploadOptions;
import com.mongodb.client.model.Filters;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import org.bson.BsonString;

/** Stores byte arrays by name in MongoDB's GridFS, where they may be larger than a document. */
public final class GridFsByteStore {

    private final GridFSBucket bucket;

    public GridFsByteStore(MongoReplicaSetConnection replicaSet, String bucket) {
        this.bucket = GridFSBuckets.create(replicaSet.database(), bucket);
    }

    /** Writes nothing if the name exists: a name determines the bytes, as their hash does. */
    public void put(String name, byte[] bytes) {
        var id = new BsonString(name);
        if (bucket.find(Filters.eq("_id", id)).first() != null) {
            return;
        }
        try {
            bucket.uploadFromStream(id, name, new ByteArrayInputStream(bytes), new GridFSUploadOptions());
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e; // else: another process stored the same bytes at the same time
            }
        }
    }

    /** @throws IllegalStateException if the stored bytes are incomplete: chunks were changed or deleted */
    public Optional<byte[]> get(String name) {
        var id = new BsonString(name);
        if (bucket.find(Filters.eq("_id", id)).first() == null) {
            return Optional.empty();
        }
        try (var stream = bucket.openDownloadStream(id)) {
            return Optional.of(stream.readAllBytes());
        } catch (MongoGridFSException | IOException e) {
            throw new IllegalStateException("The stored bytes of " + name + " were changed", e);
        }
    }
}
