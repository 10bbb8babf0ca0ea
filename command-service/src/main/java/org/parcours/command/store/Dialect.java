package org.parcours.command.store;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite and PostgreSQL say differently. */
public enum Dialect {
    SQLITE("INTEGER", "BLOB", "TEXT", "WITHOUT ROWID"),
    // Bytes in their own order: faster, and the same order on both.
    POSTGRESQL("BIGINT", "BYTEA", "TEXT COLLATE \"C\"", "");

    private final String integer;
    private final String bytes;
    private final String text;
    private final String clustered;

    Dialect(String integer, String bytes, String text, String clustered) {
        this.integer = integer;
        this.bytes = bytes;
        this.text = text;
        this.clustered = clustered;
    }

    /** A table definition written with {@code {long} {bytes} {text} {clustered}}. */
    String definition(String template) {
        return template.replace("{long}", integer)
                .replace("{bytes}", bytes)
                .replace("{text}", text)
                .replace("{clustered}", clustered);
    }

    boolean isDuplicateKey(SQLException exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite && isDuplicateKey(sqlite.getResultCode())
                    || cause instanceof SQLException sql && "23505".equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDuplicateKey(SQLiteErrorCode code) {
        return code == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY
                || code == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE
                || code == SQLiteErrorCode.SQLITE_CONSTRAINT_ROWID;
    }
}
