package org.parcours.command.eventlog.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.chain.EventDataCodec;

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
        int size = commits.size();
        var sequences = new Long[size];
        var firstPositions = new Long[size];
        var lastPositions = new Long[size];
        var times = new Long[size];
        var ids = new byte[size][];
        var events = new byte[size][];
        var previousHashes = new byte[size][];
        var hashes = new byte[size][];
        for (int i = 0; i < size; i++) {
            var commit = commits.get(i);
            sequences[i] = commit.sequence();
            firstPositions[i] = commit.firstPosition();
            lastPositions[i] = commit.lastPosition();
            times[i] = CommitTable.toMicros(commit.recordedAt());
            ids[i] = CommitTable.toBytes(commit.id());
            events[i] = EventDataCodec.encode(commit.events());
            previousHashes[i] = commit.previousHash().bytes();
            hashes[i] = commit.hash().bytes();
        }
        var tags = TagIndexColumns.of(commits);
        try (var insert = connection.prepareStatement(INSERT)) {
            insert.setLong(1, sequences[0]);
            insert.setLong(2, sequences[0] - 1);
            insert.setBytes(3, previousHashes[0]);
            insert.setArray(4, connection.createArrayOf("bigint", sequences));
            insert.setArray(5, connection.createArrayOf("bigint", firstPositions));
            insert.setArray(6, connection.createArrayOf("bigint", lastPositions));
            insert.setArray(7, connection.createArrayOf("bigint", times));
            insert.setArray(8, connection.createArrayOf("bytea", ids));
            insert.setArray(9, connection.createArrayOf("bytea", events));
            insert.setArray(10, connection.createArrayOf("bytea", previousHashes));
            insert.setArray(11, connection.createArrayOf("bytea", hashes));
            insert.setArray(12, connection.createArrayOf("text", tags.values().toArray()));
            insert.setArray(13, connection.createArrayOf("text", tags.names().toArray()));
            insert.setArray(
                    14, connection.createArrayOf("bigint", tags.positions().toArray()));
            insert.setArray(
                    15, connection.createArrayOf("bigint", tags.sequences().toArray()));
            try (var count = insert.executeQuery()) {
                count.next();
                return count.getInt(1) == size;
            }
        }
    }

    /** The rows of the tag index, as columns. */
    private record TagIndexColumns(
            List<String> values, List<String> names, List<Long> positions, List<Long> sequences) {

        static TagIndexColumns of(List<Commit> commits) {
            var tags = new TagIndexColumns(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (var commit : commits) {
                long position = commit.firstPosition();
                for (var event : commit.events()) {
                    for (var tag : new TreeSet<>(event.tags())) {
                        tags.values.add(tag.value());
                        tags.names.add(event.name().value());
                        tags.positions.add(position);
                        tags.sequences.add(commit.sequence());
                    }
                    position++;
                }
            }
            return tags;
        }
    }
}
