package org.parcours.command.eventlog.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.command.eventlog.chain.EventDataCodec;
import org.parcours.command.store.Hash;

/** Inserts commits into the table of commits and its tag index, and maps rows to commits and events. */
final class CommitTable {

    static final String COLUMNS =
            "sequence, first_position, recorded_at, commit_id, events, previous_hash, hash, last_position";
    private static final String INSERT_COMMIT = """
            INSERT INTO log_commit (sequence, first_position, last_position, recorded_at, commit_id, events, previous_hash, hash)
            SELECT ?, ?, ?, ?, ?, ?, ?, ?
            WHERE ? = 1 OR EXISTS (SELECT 1 FROM log_commit WHERE sequence = ? AND hash = ?)""";
    private static final String INSERT_TAG =
            "INSERT INTO log_event_tag (tag, name, position, sequence) VALUES (?, ?, ?, ?)";

    private CommitTable() {}

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
                insert.setLong(4, toMicros(commit.recordedAt()));
                insert.setBytes(5, toBytes(commit.id()));
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
            boolean hasTags = false;
            for (var commit : commits) {
                long position = commit.firstPosition();
                for (var event : commit.events()) {
                    for (var tag : new TreeSet<>(event.tags())) {
                        insert.setString(1, tag.value());
                        insert.setString(2, event.name().value());
                        insert.setLong(3, position);
                        insert.setLong(4, commit.sequence());
                        insert.addBatch();
                        hasTags = true;
                    }
                    position++;
                }
            }
            if (hasTags) {
                insert.executeBatch();
            }
        }
    }

    static List<LoggedEvent> readMatches(ResultSet rows) throws SQLException {
        var matches = new ArrayList<LoggedEvent>();
        while (rows.next()) {
            long sequence = rows.getLong(2);
            long index = rows.getLong(1) - rows.getLong(3);
            var events = decodeEvents(sequence, rows.getBytes(5));
            if (index < 0 || index >= events.size()) {
                throw new CorruptLogException(
                        sequence, "the tag index contains an event that commit %d does not have".formatted(sequence));
            }
            var event = events.get((int) index);
            matches.add(new LoggedEvent(
                    rows.getLong(1), fromMicros(rows.getLong(4)), event.name(), event.tags(), event.bytes()));
        }
        return matches;
    }

    static List<Commit> readCommits(PreparedStatement select) throws SQLException {
        var commits = new ArrayList<Commit>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                commits.add(readCommit(row));
            }
        }
        return commits;
    }

    private static Commit readCommit(ResultSet row) throws SQLException {
        long sequence = row.getLong(1);
        var commit = new Commit(
                sequence,
                row.getLong(2),
                fromMicros(row.getLong(3)),
                CommitId.of(toHash(sequence, row.getBytes(4))),
                decodeEvents(sequence, row.getBytes(5)),
                toHash(sequence, row.getBytes(6)),
                toHash(sequence, row.getBytes(7)));
        if (commit.lastPosition() != row.getLong(8)) {
            throw new CorruptLogException(
                    sequence,
                    "commit %d has the last position %d; its events end at %d"
                            .formatted(sequence, row.getLong(8), commit.lastPosition()));
        }
        return commit;
    }

    private static Hash toHash(long sequence, byte[] stored) {
        if (stored.length != Hash.LENGTH) {
            throw new CorruptLogException(
                    sequence, "commit %d has a hash of %d bytes".formatted(sequence, stored.length));
        }
        return Hash.ofBytes(stored);
    }

    private static List<EventData> decodeEvents(long sequence, byte[] events) {
        try {
            return EventDataCodec.decode(events);
        } catch (IllegalArgumentException e) {
            throw new CorruptLogException(
                    sequence, "commit %d is not readable: %s".formatted(sequence, e.getMessage()));
        }
    }

    static byte[] toBytes(CommitId id) {
        return Hash.parse(id.value()).bytes();
    }

    static long toMicros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant fromMicros(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
