package org.parcours.command.log;

import java.time.Clock;
import org.parcours.command.log.engine.GroupCommitLog;
import org.parcours.command.log.jdbc.JdbcCommitStore;
import org.parcours.command.store.Database;

/** The one way to open a log. */
public final class CommitLogs {

    private CommitLogs() {}

    /**
     * @param url {@code jdbc:sqlite:…} or {@code jdbc:postgresql:…}
     * @throws IllegalArgumentException for an address of another kind
     * @throws IllegalStateException for a store that would not keep what it acknowledges
     */
    public static CommitLog open(String url, LogSettings settings, Clock clock) {
        if (url.startsWith("mongodb:") || url.startsWith("mongodb+srv:")) {
            throw new IllegalArgumentException(
                    "The log in MongoDB is not there yet: give a jdbc:sqlite: or jdbc:postgresql: address");
        }
        var database = Database.open(url);
        try {
            return new GroupCommitLog(new JdbcCommitStore(database, database::close), settings, clock);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** A log in a database that other stores share; closing the log leaves it open. */
    public static CommitLog open(Database database, LogSettings settings, Clock clock) {
        return new GroupCommitLog(new JdbcCommitStore(database, () -> {}), settings, clock);
    }
}
