package org.parcours.command.eventlog.mongo;

import com.mongodb.ClientSessionOptions;
import com.mongodb.client.ClientSession;
import java.util.Optional;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;
import org.parcours.command.store.MongoReplicaSet;

/**
 * A session for each operation, which begins where the newest one of all that came before ended: so that a read sees
 * what this process has written or read, whichever member thinks it is the primary
 * (MongoDB manual, "Read Isolation, Consistency, and Recency", causal consistency with majority concerns).
 */
final class CausalSessions {

    private record Seen(
            @Nullable BsonTimestamp operationTime, @Nullable BsonDocument clusterTime) {}

    private static final ClientSessionOptions CAUSAL =
            ClientSessionOptions.builder().causallyConsistent(true).build();
    private static final ClientSessionOptions NOT_CAUSAL =
            ClientSessionOptions.builder().causallyConsistent(false).build();

    private final MongoReplicaSet replicaSet;
    private Seen seen = new Seen(null, null);

    CausalSessions(MongoReplicaSet replicaSet) {
        this.replicaSet = replicaSet;
    }

    <T> T inSession(Function<Optional<ClientSession>, T> operation) {
        return with(CAUSAL, operation);
    }

    /** Sees what the operation itself promises; those that follow see at least what it saw. */
    <T> T notCausal(Function<Optional<ClientSession>, T> operation) {
        return with(NOT_CAUSAL, operation);
    }

    private <T> T with(ClientSessionOptions options, Function<Optional<ClientSession>, T> operation) {
        if (!replicaSet.hasSessions()) {
            return operation.apply(Optional.empty());
        }
        try (var session = replicaSet.client().startSession(options)) {
            var before = seen();
            session.advanceOperationTime(before.operationTime());
            session.advanceClusterTime(before.clusterTime());
            var result = operation.apply(Optional.of(session));
            advance(session);
            return result;
        }
    }

    private synchronized Seen seen() {
        return seen;
    }

    private synchronized void advance(ClientSession session) {
        var time = session.getOperationTime();
        if (time != null && (seen.operationTime() == null || time.compareTo(seen.operationTime()) > 0)) {
            seen = new Seen(time, session.getClusterTime());
        }
    }
}
