package org.parcours.command.eventlog.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.chain.EventDataCodec;
import org.parcours.command.eventlog.engine.CommitStore.TagIndexEntry;
import org.parcours.command.store.EpochMicros;
import org.parcours.command.store.Hash;

/** Inserts commits into the table of commits and its tag index, and maps rows to commits and events. */
final class CommitTableDao {

    static final String COLUMNS =
            "sequence, first_position, recorded_at, commit_id, events, previous_hash, hash, last_position";
    private static final String INSERT_COMMIT = """
            INSERT INTO log_commit (sequence, first_position, last_position, recorded_at, commit_id, events, previous_hash, hash)
            SELECT ?, ?, ?, ?, ?, ?, ?, ?
            WHERE ? = 1 OR EXISTS (SELECT 1 FROM log_commit WHERE sequence = ? AND hash = ?)""";
    private static final String INSERT_TAG =
            "INSERT INTO log_event_tag (tag, name, position, sequence) VALUES (?, ?, ?, ?)";

    private CommitTableDao() {}

    /** @return whether the commits are inserted; false: the previous commit is missing, and nothing is inserted */
    static boolean insert(Connection connection, List<Commit> commits) throws SQLException {
        boolean inserted = insertCommits(connection, commits);
        if (inserted) {
            insertTags(connection, commits);
        }
        return inserted;
    }

    private static boolean insertCommits(Connection connection, List<Commit> commits) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT_COMMIT)) {
            for (var commit : commits) {
                insert.setLong(1, commit.sequence());
                insert.setLong(2, commit.firstPosition());
                insert.setLong(3, commit.lastPosition());
                insert.setLong(4, EpochMicros.toMicros(commit.recordedAt()));
                insert.setBytes(5, commit.id().bytes());
                insert.setBytes(6, EventDataCodec.encode(commit.events()));
                insert.setBytes(7, commit.previousHash().bytes());
                insert.setBytes(8, commit.hash().bytes());
                insert.setLong(9, commit.sequence());
                insert.setLong(10, commit.sequence() - 1);
                insert.setBytes(11, commit.previousHash().bytes());
                insert.addBatch();
            }
            var inserted = insert.executeBatch();
            for (int i = 1; i < inserted.length; i++) {
                if (inserted[i] != inserted[0]) {
                    throw new SQLException(
                            "Commit " + commits.get(i).sequence() + " does not follow the previous commit");
                }
            }
            return inserted[0] > 0;
        }
    }

    private static void insertTags(Connection connection, List<Commit> commits) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT_TAG)) {
            for (var entry : commits.stream().flatMap(TagIndexEntry::of).toList()) {
                insert.setString(1, entry.tag());
                insert.setString(2, entry.name());
                insert.setLong(3, entry.position());
                insert.setLong(4, entry.sequence());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** @param row the {@link #COLUMNS} */
    static Commit toCommit(ResultSet row) throws SQLException {
        long sequence = row.getLong(1);
        var commit = new Commit(
                sequence,
                row.getLong(2),
                EpochMicros.toInstant(row.getLong(3)),
                CommitId.of(toHash(sequence, row.getBytes(4))),
                decodeEvents(sequence, row.getBytes(5)),
                toHash(sequence, row.getBytes(6)),
                toHash(sequence, row.getBytes(7)));
        return commit.requireLastPosition(row.getLong(8));
    }

    private static Hash toHash(long sequence, byte[] stored) {
        if (stored.length != Hash.LENGTH) {
            throw new CorruptLogException(sequence, "commit %d has a hash of %d bytes", sequence, stored.length);
        }
        return Hash.ofBytes(stored);
    }

    private static List<EventData> decodeEvents(long sequence, byte[] events) {
        try {
            return EventDataCodec.decode(events);
        } catch (IllegalArgumentException e) {
            throw new CorruptLogException(sequence, "commit %d is not readable: %s", sequence, e.getMessage());
        }
    }
}
