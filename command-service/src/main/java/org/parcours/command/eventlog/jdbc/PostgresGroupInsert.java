package org.parcours.command.eventlog.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.chain.EventDataCodec;
import org.parcours.command.eventlog.engine.CommitStore.TagIndexEntry;
import org.parcours.command.store.EpochMicros;

/** Inserts a group into PostgreSQL by one statement, which is a transaction of its own: one round trip, one fsync. */
final class PostgresGroupInsert {

    private static final String INSERT = """
            WITH before AS (
              SELECT 1 WHERE ? = 1 OR EXISTS (SELECT 1 FROM log_commit WHERE sequence = ? AND hash = ?)),
            commits AS (
              INSERT INTO log_commit (sequence, first_position, last_position, recorded_at, commit_id, events, previous_hash, hash)
              SELECT c.* FROM before, unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bytea[], ?::bytea[], ?::bytea[], ?::bytea[]) c
              RETURNING 1),
            tags AS (
              INSERT INTO log_event_tag (tag, name, position, sequence)
              SELECT t.* FROM before, unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[]) t)
            SELECT count(*) FROM commits""";

    private PostgresGroupInsert() {}

    /** @return whether the commits are inserted; false: the previous commit is missing, and nothing is inserted */
    static boolean insert(Connection connection, List<Commit> commits) throws SQLException {
        var first = commits.getFirst();
        var tags = commits.stream().flatMap(TagIndexEntry::of).toList();
        try (var insert = connection.prepareStatement(INSERT)) {
            insert.setLong(1, first.sequence());
            insert.setLong(2, first.sequence() - 1);
            insert.setBytes(3, first.previousHash().bytes());
            setColumn(insert, 4, "bigint", commits, Commit::sequence, Long[]::new);
            setColumn(insert, 5, "bigint", commits, Commit::firstPosition, Long[]::new);
            setColumn(insert, 6, "bigint", commits, Commit::lastPosition, Long[]::new);
            setColumn(insert, 7, "bigint", commits, commit -> EpochMicros.toMicros(commit.recordedAt()), Long[]::new);
            setColumn(insert, 8, "bytea", commits, commit -> commit.id().bytes(), byte[][]::new);
            setColumn(insert, 9, "bytea", commits, commit -> EventDataCodec.encode(commit.events()), byte[][]::new);
            setColumn(
                    insert,
                    10,
                    "bytea",
                    commits,
                    commit -> commit.previousHash().bytes(),
                    byte[][]::new);
            setColumn(insert, 11, "bytea", commits, commit -> commit.hash().bytes(), byte[][]::new);
            setColumn(insert, 12, "text", tags, TagIndexEntry::tag, String[]::new);
            setColumn(insert, 13, "text", tags, TagIndexEntry::name, String[]::new);
            setColumn(insert, 14, "bigint", tags, TagIndexEntry::position, Long[]::new);
            setColumn(insert, 15, "bigint", tags, TagIndexEntry::sequence, Long[]::new);
            try (var count = insert.executeQuery()) {
                count.next();
                return count.getInt(1) == commits.size();
            }
        }
    }

    private static <R, V> void setColumn(
            PreparedStatement insert,
            int index,
            String type,
            List<R> rows,
            Function<R, V> column,
            IntFunction<V[]> generator)
            throws SQLException {
        var values = rows.stream().map(column).toArray(generator);
        insert.setArray(index, insert.getConnection().createArrayOf(type, values));
    }
}
