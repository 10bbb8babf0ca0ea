package org.parcours.command.eventlog.mongo;

import com.mongodb.ClientSessionOptions;
import com.mongodb.client.ClientSession;
import java.util.Optional;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;
import org.parcours.command.store.MongoReplicaSetConnection;

/**
 * Runs each operation in a session that starts at the newest operation time of all earlier ones. So a read sees what
 * this process has written or read before, whichever member considers itself the primary (MongoDB manual, "Read
 * Isolation, Consistency, and Recency", causal consistency with majority concerns).
 */
final class CausalSessionExecutor {

    private record SessionTimes(
            @Nullable BsonTimestamp operationTime, @Nullable BsonDocument clusterTime) {}

    private final MongoReplicaSetConnection replicaSet;
    private SessionTimes latestTimes = new SessionTimes(null, null);

    CausalSessionExecutor(MongoReplicaSetConnection replicaSet) {
        this.replicaSet = replicaSet;
    }

    <T> T inCausalSession(Function<Optional<ClientSession>, T> operation) {
        return execute(true, operation);
    }

    /** Adds no guarantee to those of the operation; later causal operations see at least what it saw. */
    <T> T inNonCausalSession(Function<Optional<ClientSession>, T> operation) {
        return execute(false, operation);
    }

    private <T> T execute(boolean causal, Function<Optional<ClientSession>, T> operation) {
        if (!replicaSet.hasSessions()) {
            return operation.apply(Optional.empty());
        }
        var options = ClientSessionOptions.builder().causallyConsistent(causal).build();
        try (var session = replicaSet.client().startSession(options)) {
            var previous = latestTimes();
            session.advanceOperationTime(previous.operationTime());
            session.advanceClusterTime(previous.clusterTime());
            var result = operation.apply(Optional.of(session));
            advance(session);
            return result;
        }
    }

    private synchronized SessionTimes latestTimes() {
        return latestTimes;
    }

    private synchronized void advance(ClientSession session) {
        var time = session.getOperationTime();
        if (time != null && (latestTimes.operationTime() == null || time.compareTo(latestTimes.operationTime()) > 0)) {
            latestTimes = new SessionTimes(time, session.getClusterTime());
        }
    }
}
