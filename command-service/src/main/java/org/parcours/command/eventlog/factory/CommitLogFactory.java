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
import org.parcours.command.store.MongoReplicaSet;

/** The one way to open a log. */
public final class CommitLogFactory {

    private CommitLogFactory() {}

    /**
     * @param url {@code jdbc:sqlite:…}, {@code jdbc:postgresql:…} or {@code mongodb://…}
     * @throws IllegalArgumentException for an address of another kind
     * @throws IllegalStateException for a store that would not keep what it acknowledges
     */
    public static CommitLog open(String url, EventLogSettings settings, Clock clock) {
        if (MongoReplicaSet.isMongoUrl(url)) {
            var replicaSet = MongoReplicaSet.open(url);
            return closeOnFailure(replicaSet, () -> open(replicaSet, replicaSet::close, settings, clock));
        }
        var database = Database.open(url);
        return closeOnFailure(
                database, () -> new GroupCommitLog(new JdbcCommitStore(database, database::close), settings, clock));
    }

    /** Only the store, for tools: no group commit, no thread. */
    public static CommitStore openStore(String url) {
        if (MongoReplicaSet.isMongoUrl(url)) {
            var replicaSet = MongoReplicaSet.open(url);
            return closeOnFailure(replicaSet, () -> MongoCommitStore.of(replicaSet, replicaSet::close));
        }
        var database = Database.open(url);
        return closeOnFailure(database, () -> new JdbcCommitStore(database, database::close));
    }

    /** A log in a database that other stores share; closing the log leaves it open. */
    public static CommitLog open(Database database, EventLogSettings settings, Clock clock) {
        return new GroupCommitLog(new JdbcCommitStore(database, () -> {}), settings, clock);
    }

    /** The same in a replica set. */
    public static CommitLog open(MongoReplicaSet replicaSet, EventLogSettings settings, Clock clock) {
        return open(replicaSet, () -> {}, settings, clock);
    }

    private static CommitLog open(
            MongoReplicaSet replicaSet, Runnable onClose, EventLogSettings settings, Clock clock) {
        return new GroupCommitLog(MongoCommitStore.of(replicaSet, onClose), settings, clock);
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
