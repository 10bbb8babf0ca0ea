package org.parcours.command.eventlog.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.parcours.command.eventlog.mongo.CommitCollection.InsertReply.Indeterminate;
import org.parcours.command.eventlog.mongo.CommitCollection.InsertReply.Replied;
import org.parcours.command.eventlog.mongo.CommitCollection.UniqueKey;

/** Log rule 3: the exception of an incomplete insert is mapped to its reply. */
class BulkInsertReplyMapperTest {

    private static final WriteConcernError NO_MAJORITY =
            new WriteConcernError(64, "WriteConcernFailed", "waiting for replication timed out", new BsonDocument());

    private static MongoBulkWriteException exception(WriteConcernError concern, BulkWriteError... errors) {
        return new MongoBulkWriteException(
                BulkWriteResult.acknowledged(2, 0, 0, 0, List.of(), List.of()),
                List.of(errors),
                concern,
                new ServerAddress("localhost"),
                Set.of());
    }

    private static BulkWriteError duplicate(int index, String message, String details) {
        return new BulkWriteError(11000, message, BsonDocument.parse(details), index);
    }

    @Test
    void a_duplicate_sequence_is_a_taken_slot() {
        var duplicate = duplicate(2, "E11000 … index: _id_ dup key: { _id: 7 }", "{keyPattern: {_id: 1}}");

        assertThat(BulkInsertReplyMapper.toReply(exception(null, duplicate)))
                .isEqualTo(new Replied(2, Optional.of(UniqueKey.SLOT), true));
    }

    @Test
    void a_duplicate_first_position_is_a_taken_slot() {
        var duplicate =
                duplicate(0, "E11000 … index: first_position dup key: { first: 7 }", "{keyPattern: {first: 1}}");

        assertThat(BulkInsertReplyMapper.toReply(exception(null, duplicate)))
                .isEqualTo(new Replied(0, Optional.of(UniqueKey.SLOT), true));
    }

    @Test
    void a_duplicate_commit_id_is_recognised() {
        for (var duplicate : List.of(
                duplicate(1, "E11000 …", "{keyPattern: {commit: 1}}"),
                duplicate(1, "E11000 … index: commit_id dup key: { commit: … }", "{}"))) {
            assertThat(BulkInsertReplyMapper.toReply(exception(null, duplicate)))
                    .isEqualTo(new Replied(1, Optional.of(UniqueKey.COMMIT_ID), true));
        }
    }

    @Test
    void a_missing_majority_is_reported_also_with_a_duplicate_key() {
        var duplicate = duplicate(1, "E11000 … index: _id_", "{keyPattern: {_id: 1}}");

        assertThat(BulkInsertReplyMapper.toReply(exception(NO_MAJORITY)))
                .isEqualTo(new Replied(2, Optional.empty(), false));
        assertThat(BulkInsertReplyMapper.toReply(exception(NO_MAJORITY, duplicate)))
                .isEqualTo(new Replied(1, Optional.of(UniqueKey.SLOT), false));
    }

    @Test
    void any_other_error_is_indeterminate() {
        var tooLarge = new BulkWriteError(10334, "BSONObjectTooLarge", new BsonDocument(), 0);

        assertThat(BulkInsertReplyMapper.toReply(exception(null, tooLarge))).isInstanceOf(Indeterminate.class);
        assertThat(BulkInsertReplyMapper.toReply(exception(null))).isInstanceOf(Indeterminate.class);
    }
}
