package org.parcours.command.eventlog.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import java.util.Optional;
import org.parcours.command.eventlog.mongo.Slots.Answer;
import org.parcours.command.eventlog.mongo.Slots.Key;
import org.parcours.command.store.MongoSchema;

/** What an insertion that did not go through whole says: a duplicate key, a majority that did not confirm, or both. */
final class RefusedInsertion {

    private static final int DUPLICATE_KEY = 11000;

    private RefusedInsertion() {}

    static Answer of(MongoBulkWriteException refused) {
        // Rule 3: both are looked at; a duplicate says nothing about the documents before it.
        boolean byMajority = refused.getWriteConcernError() == null;
        var errors = refused.getWriteErrors();
        if (errors.isEmpty()) {
            return byMajority
                    ? new Answer.NotKnown(refused)
                    : new Answer.Answered(refused.getWriteResult().getInsertedCount(), Optional.empty(), false);
        }
        var first = errors.getFirst();
        // Ordered: those before the first that is refused are in, those behind it were not tried.
        return first.getCode() == DUPLICATE_KEY
                ? new Answer.Answered(first.getIndex(), Optional.of(key(first)), byMajority)
                : new Answer.NotKnown(refused);
    }

    private static Key key(BulkWriteError error) {
        var index = MongoSchema.COMMIT_ID;
        return error.getDetails()
                                .getDocument("keyPattern", new org.bson.BsonDocument())
                                .containsKey(CommitDocuments.COMMIT_ID)
                        || error.getMessage().contains(index)
                ? Key.COMMIT_ID
                : Key.SLOT;
    }
}
