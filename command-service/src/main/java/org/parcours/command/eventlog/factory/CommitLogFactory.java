package org.parcours.command.eventlog.factory;

import java.time.Clock;
import java.util.function.Supplier;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.engine.CommitStore;
import org.parcours.command.eventlog.engine.GroupCommitLog;
import org.parcours.command.eventlog.jdbc.JdbcCommitStore;
import org.parcours.command.eventlog.mongo.MongoCommitStore;
import org.parcours.command.store.Database;
import org.parcours.command.store.MongoReplicaSetConnection;

/** Opens event logs; the only way to do so. */
public final class CommitLogFactory {

    private CommitLogFactory() {}

    /**
     * @param url {@code jdbc:sqlite:…}, {@code jdbc:postgresql:…} or {@code mongodb://…}
     * @throws IllegalArgumentException for another kind of address
     * @throws IllegalStateException for a store that is not configured to keep acknowledged writes
     */
    public static CommitLog open(String url, EventLogSettings settings, Clock clock) {
        var store = openStore(url);
        return closeOnFailure(store, () -> new GroupCommitLog(store, settings, clock));
    }

    /** Opens the store alone, for tools: without group commit and threads. */
    public static CommitStore openStore(String url) {
        if (MongoReplicaSetConnection.isMongoUrl(url)) {
            var replicaSet = MongoReplicaSetConnection.open(url);
            return closeOnFailure(replicaSet, () -> MongoCommitStore.of(replicaSet, replicaSet::close));
        }
        var database = Database.open(url);
        return closeOnFailure(database, () -> new JdbcCommitStore(database, database::close));
    }

    /** Opens a log in a shared database, which stays open when the log is closed. */
    public static CommitLog open(Database database, EventLogSettings settings, Clock clock) {
        return new GroupCommitLog(new JdbcCommitStore(database, () -> {}), settings, clock);
    }

    /** Opens a log in a shared replica set, which stays open when the log is closed. */
    public static CommitLog open(MongoReplicaSetConnection replicaSet, EventLogSettings settings, Clock clock) {
        return new GroupCommitLog(MongoCommitStore.of(replicaSet, () -> {}), settings, clock);
    }

    private static <T> T closeOnFailure(AutoCloseable store, Supplier<T> opener) {
        try {
            return opener.get();
        } catch (RuntimeException e) {
            try {
                store.close();
            } catch (Exception closeFailure) {
                e.addSuppressed(closeFailure);
            }
            throw e;
        }
    }
}
