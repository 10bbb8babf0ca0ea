package org.parcours.query.store.jdbc;

import java.sql.SQLException;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Where the SQL of SQLite and PostgreSQL differs. */
enum SqlDialect {
    SQLITE(
            "TEXT",
            "INTEGER",
            "BLOB",
            "WITHOUT ROWID",
            "instr(%s, ?) > 0",
            "CAST(unixepoch('subsec') * 1000 AS INTEGER)"),
    // COLLATE "C" compares bytes, as SQLite does.
    POSTGRESQL(
            "TEXT COLLATE \"C\"",
            "BIGINT",
            "BYTEA",
            "",
            "strpos(%s, ?) > 0",
            "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)");

    private static final Set<SQLiteErrorCode> DAMAGED = Set.of(
            SQLiteErrorCode.SQLITE_CORRUPT, SQLiteErrorCode.SQLITE_NOTADB, SQLiteErrorCode.SQLITE_IOERR_SHORT_READ);

    private static final Pattern MISSING = Pattern.compile("no such (table|column)");

    /** PostgreSQL's data_corrupted and index_corrupted. */
    private static final Set<String> CORRUPTED = Set.of("XX001", "XX002");

    /** PostgreSQL's undefined_table and undefined_column. */
    private static final Set<String> UNDEFINED = Set.of("42P01", "42703");

    final String text;
    final String number;
    final String bytes;
    final String clustered;
    /** The present time of the database, in milliseconds since 1970. */
    final String nowMillis;

    private final String contains;

    SqlDialect(String text, String number, String bytes, String clustered, String contains, String nowMillis) {
        this.text = text;
        this.number = number;
        this.bytes = bytes;
        this.clustered = clustered;
        this.contains = contains;
        this.nowMillis = nowMillis;
    }

    String contains(String column) {
        return contains.formatted(column);
    }

    /** Whether the file of the database is damaged. */
    static boolean isDamaged(SQLException exception) {
        return hasCause(
                exception,
                cause -> cause instanceof SQLiteException sqlite && DAMAGED.contains(sqlite.getResultCode())
                        || cause instanceof SQLException sql && CORRUPTED.contains(String.valueOf(sql.getSQLState())));
    }

    /** Whether a table or a column is missing. */
    static boolean isTableMissing(SQLException exception) {
        return hasCause(
                exception,
                cause -> cause instanceof SQLiteException sqlite
                                && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_ERROR
                                && MISSING.matcher(sqlite.getMessage()).find()
                        || cause instanceof SQLException sql && UNDEFINED.contains(String.valueOf(sql.getSQLState())));
    }

    private static boolean hasCause(SQLException exception, Predicate<Throwable> condition) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (condition.test(cause)) {
                return true;
            }
        }
        return false;
    }
}
