package org.parcours.command.store;

import static org.sqlite.SQLiteErrorCode.SQLITE_BUSY;
import static org.sqlite.SQLiteErrorCode.SQLITE_BUSY_RECOVERY;
import static org.sqlite.SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT;
import static org.sqlite.SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY;
import static org.sqlite.SQLiteErrorCode.SQLITE_CONSTRAINT_ROWID;
import static org.sqlite.SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE;
import static org.sqlite.SQLiteErrorCode.SQLITE_LOCKED;
import static org.sqlite.SQLiteErrorCode.SQLITE_MISMATCH;
import static org.sqlite.SQLiteErrorCode.SQLITE_TOOBIG;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Where the SQL and the error codes of SQLite and PostgreSQL differ. */
public enum SqlDialect {
    SQLITE("INTEGER", "BLOB", "TEXT", "WITHOUT ROWID"),
    // COLLATE "C" sorts by bytes: faster, and the same order on both.
    POSTGRESQL("BIGINT", "BYTEA", "TEXT COLLATE \"C\"", "");

    private static final Set<String> ROLLED_BACK_CLASSES =
            Set.of("0A", "22", "23", "25", "28", "3D", "40", "42", "53", "54", "55");
    private static final Set<SQLiteErrorCode> DUPLICATE_KEY =
            Set.of(SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_ROWID);

    private static final Set<String> DATA_CLASSES = Set.of("22", "23", "54");
    private static final Set<SQLiteErrorCode> UNSTORABLE = Set.of(SQLITE_TOOBIG, SQLITE_MISMATCH);

    private static final Set<SQLiteErrorCode> BUSY =
            Set.of(SQLITE_BUSY, SQLITE_BUSY_RECOVERY, SQLITE_BUSY_SNAPSHOT, SQLITE_LOCKED);

    private final Map<String, String> placeholders;

    SqlDialect(String longType, String bytesType, String textType, String clusteredOption) {
        placeholders = Map.of("long", longType, "bytes", bytesType, "text", textType, "clustered", clusteredOption);
    }

    /** Of the migration files. */
    Map<String, String> placeholders() {
        return placeholders;
    }

    /**
     * Whether a statement that is its own transaction was certainly rolled back, by the class of the server's SQLSTATE
     * (PostgreSQL, appendix A). Any other error, above all a lost connection, may have occurred after the commit.
     */
    boolean isRolledBack(SQLException exception) {
        var state = exception.getSQLState();
        return state != null && ROLLED_BACK_CLASSES.contains(state.substring(0, 2));
    }

    /** Whether the connection is broken (SQLSTATE class 08, or PostgreSQL's 57P01 to 57P03: the server shuts down). */
    boolean isDisconnected(SQLException exception) {
        var state = exception.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("57P0"));
    }

    /**
     * Whether the database rejected the values themselves, so that the same operation fails whenever it is repeated:
     * PostgreSQL's SQLSTATE classes 22 (data exception), 54 (program limit exceeded) and 23 (integrity constraint).
     */
    boolean isCausedByData(SQLException exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite && UNSTORABLE.contains(sqlite.getResultCode())
                    || cause instanceof SQLException sql
                            && sql.getSQLState() != null
                            && DATA_CLASSES.contains(sql.getSQLState().substring(0, 2))) {
                return !isDuplicateKey(exception);
            }
        }
        return false;
    }

    /** Whether another connection holds the lock of an SQLite file. */
    boolean isBusy(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite && BUSY.contains(sqlite.getResultCode())) {
                return true;
            }
        }
        return false;
    }

    /** PostgreSQL does not accept NUL in a text. */
    public static String withoutNul(String text) {
        return text.replace('\0', '\uFFFD');
    }

    boolean isDuplicateKey(SQLException exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite && DUPLICATE_KEY.contains(sqlite.getResultCode())
                    || cause instanceof SQLException sql && "23505".equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
