package org.parcours.command.eventlog.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import java.util.Optional;
import org.bson.BsonDocument;
import org.parcours.command.eventlog.mongo.CommitCollection.InsertReply;
import org.parcours.command.eventlog.mongo.CommitCollection.UniqueKey;
import org.parcours.command.store.MongoIndexSchema;

/** Maps the exception of an incomplete insert to a reply: a duplicate key, an unconfirmed write, or both. */
final class BulkInsertReplyMapper {

    private static final int DUPLICATE_KEY = 11000;

    private BulkInsertReplyMapper() {}

    static InsertReply toReply(MongoBulkWriteException exception) {
        // Log rule 3: both are checked; a duplicate key says nothing about the documents before it.
        boolean majorityConfirmed = exception.getWriteConcernError() == null;
        var errors = exception.getWriteErrors();
        if (errors.isEmpty()) {
            return majorityConfirmed
                    ? new InsertReply.Indeterminate(exception)
                    : new InsertReply.Replied(exception.getWriteResult().getInsertedCount(), Optional.empty(), false);
        }
        var first = errors.getFirst();
        // Ordered: the documents before the first rejected one are inserted, those after it were not tried.
        return first.getCode() == DUPLICATE_KEY
                ? new InsertReply.Replied(first.getIndex(), Optional.of(violatedKey(first)), majorityConfirmed)
                : new InsertReply.Indeterminate(exception);
    }

    private static UniqueKey violatedKey(BulkWriteError error) {
        var keys = error.getDetails().getDocument("keyPattern", new BsonDocument());
        boolean isCommitId = keys.containsKey(CommitDocumentMapper.COMMIT_ID)
                || error.getMessage().contains(MongoIndexSchema.COMMIT_ID);
        return isCommitId ? UniqueKey.COMMIT_ID : UniqueKey.SLOT;
    }
}
