package org.parcours.command.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoGridFSException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.gridfs.GridFSBucket;
import com.mongodb.client.gridfs.GridFSBuckets;
import com.mongodb.client.gridfs.model.GridFSFile;
import com.mongodb.client.gridfs.model.GridFSUploadOptions;
import com.mongodb.client.model.ReplaceOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import org.bson.BsonString;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;

/**
 * Stores byte arrays by name in MongoDB's GridFS, where they may be larger than a document. GridFS writes the chunks of
 * a file one after the other, then its entry: an upload may break off between any two of them (GridFsByteStoreTest).
 */
public final class GridFsByteStore {

    private static final int CHUNK_SIZE = 255 * 1024;

    private final GridFSBucket bucket;
    private final MongoCollection<Document> files;
    private final MongoCollection<Document> chunks;

    public GridFsByteStore(MongoReplicaSetConnection replicaSet, String bucket) {
        this.bucket = GridFSBuckets.create(replicaSet.database(), bucket).withChunkSizeBytes(CHUNK_SIZE);
        this.files = replicaSet.database().getCollection(bucket + ".files");
        this.chunks = replicaSet.database().getCollection(bucket + ".chunks");
    }

    /**
     * Returns once the bytes are stored completely. Writes nothing if they are: a name determines the bytes, as their
     * hash does. What an upload left that broke off is completed.
     */
    public void put(String name, byte[] bytes) {
        var file = Optional.ofNullable(bucket.find(eq("_id", name)).first());
        if (file.isPresent() ? hasAllChunks(file.get()) : upload(name, bytes)) {
            return;
        }
        complete(name, bytes);
    }

    private boolean hasAllChunks(GridFSFile file) {
        long required = Math.ceilDiv(file.getLength(), file.getChunkSize());
        return chunks.countDocuments(eq("files_id", file.getId())) == required;
    }

    /** @return false: there are chunks of an upload that broke off, or that another process does at the same time */
    private boolean upload(String name, byte[] bytes) {
        try {
            bucket.uploadFromStream(
                    new BsonString(name), name, new ByteArrayInputStream(bytes), new GridFSUploadOptions());
            return true;
        } catch (MongoWriteException e) {
            requireDuplicateKey(e);
            return false;
        }
    }

    /** Any number of processes may do this at the same time: all write the same chunks. */
    private void complete(String name, byte[] bytes) {
        int count = Math.ceilDiv(bytes.length, CHUNK_SIZE);
        for (int n = 0; n < count; n++) {
            int start = n * CHUNK_SIZE;
            byte[] data = Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + CHUNK_SIZE));
            var chunk = new Document("files_id", name).append("n", n).append("data", new Binary(data));
            replaceOrInsert(chunks, and(eq("files_id", name), eq("n", n)), chunk);
        }
        chunks.deleteMany(and(eq("files_id", name), gte("n", count)));
        var file = new Document("_id", name)
                .append("filename", name)
                .append("length", (long) bytes.length)
                .append("chunkSize", CHUNK_SIZE)
                .append("uploadDate", new Date());
        replaceOrInsert(files, eq("_id", name), file);
    }

    private static void replaceOrInsert(MongoCollection<Document> collection, Bson filter, Document document) {
        var orInsert = new ReplaceOptions().upsert(true);
        try {
            collection.replaceOne(filter, document, orInsert);
        } catch (MongoWriteException e) {
            // Another process inserted it between this one's search and its insertion: now it can be replaced.
            requireDuplicateKey(e);
            collection.replaceOne(filter, document, orInsert);
        }
    }

    private static void requireDuplicateKey(MongoWriteException e) {
        if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
            throw e;
        }
    }

    /** @throws IllegalStateException if the stored bytes are incomplete: chunks were changed or deleted */
    public Optional<byte[]> get(String name) {
        return beginning(name, Integer.MAX_VALUE);
    }

    /** As {@link #get}, but reads no more than so many bytes. */
    public Optional<byte[]> beginning(String name, int maxBytes) {
        var id = new BsonString(name);
        if (bucket.find(eq("_id", id)).first() == null) {
            return Optional.empty();
        }
        try (var stream = bucket.openDownloadStream(id)) {
            return Optional.of(stream.readNBytes(maxBytes));
        } catch (MongoGridFSException | IOException e) {
            throw new IllegalStateException("The stored bytes of " + name + " were changed", e);
        }
    }
}
