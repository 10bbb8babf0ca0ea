package org.parcours.command.eventlog.jdbc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.command.eventlog.engine.CommitStore;
import org.parcours.command.eventlog.engine.InsertResult;
import org.parcours.command.store.Database;
import org.parcours.command.store.Hash;
import org.parcours.command.store.SqlDialect;
import org.parcours.command.store.StoreOperationException;

/**
 * Stores commits as rows. The sequence is the primary key; a duplicate key means that the slot is taken (log rule 10).
 * A row is inserted only after a row with its previous hash, so that even a database restored from a backup gets no
 * gap. Events are bytes in the row; the tag table is an index that can be rebuilt from them.
 */
public final class JdbcCommitStore implements CommitStore {

    private final Database database;
    private final Runnable onClose;

    /** @param onClose closes the database where it is not shared */
    public JdbcCommitStore(Database database, Runnable onClose) {
        this.database = database;
        this.onClose = onClose;
    }

    @Override
    public LogHead head() {
        return read(connection -> {
            var sql =
                    "SELECT sequence, last_position, hash, recorded_at FROM log_commit ORDER BY sequence DESC LIMIT 1";
            try (var select = connection.prepareStatement(sql);
                    var row = select.executeQuery()) {
                return row.next()
                        ? new LogHead(
                                row.getLong(1),
                                row.getLong(2),
                                Hash.ofBytes(row.getBytes(3)),
                                CommitTable.fromMicros(row.getLong(4)))
                        : LogHead.empty();
            }
        });
    }

    @Override
    public InsertResult insert(List<Commit> commits) {
        try {
            boolean inserted =
                    switch (database.dialect()) {
                        case SQLITE -> database.write(connection -> CommitTable.insert(connection, commits));
                        case POSTGRESQL ->
                            database.writeAutoCommit(connection -> PostgresGroupInsert.insert(connection, commits));
                    };
            return inserted ? new InsertResult.Inserted() : new InsertResult.SlotTaken(0);
        } catch (StoreOperationException e) {
            if (e.isDuplicateKey()) {
                return e.isDuplicateOf("commit_id") ? new InsertResult.CommitIdTaken(0) : new InsertResult.SlotTaken(0);
            }
            return e.isInDoubt() ? new InsertResult.Unknown(e) : new InsertResult.NotInserted(e);
        }
    }

    @Override
    public List<Commit> commits(long afterSequence, int limit) {
        return read(connection -> {
            var sql = "SELECT " + CommitTable.COLUMNS + " FROM log_commit WHERE sequence > ? ORDER BY sequence LIMIT ?";
            try (var select = connection.prepareStatement(sql)) {
                select.setLong(1, afterSequence);
                select.setInt(2, limit);
                return CommitTable.readCommits(select);
            }
        });
    }

    @Override
    public List<Commit> commits(Set<CommitId> ids) {
        return read(connection -> {
            var placeholders = String.join(", ", Collections.nCopies(ids.size(), "?"));
            var sql = "SELECT " + CommitTable.COLUMNS + " FROM log_commit WHERE commit_id IN (" + placeholders + ")";
            try (var select = connection.prepareStatement(sql)) {
                int index = 1;
                for (var id : ids) {
                    select.setBytes(index++, CommitTable.toBytes(id));
                }
                return CommitTable.readCommits(select);
            }
        });
    }

    @Override
    public List<LoggedEvent> read(Criteria criteria, long afterPosition, int limit) {
        return read(connection -> {
            var criteriaQuery = CriteriaSqlQuery.of(criteria, afterPosition);
            var sql = "SELECT m.position, c.sequence, c.first_position, c.recorded_at, c.events FROM ("
                    + criteriaQuery.sql()
                    + " ORDER BY 1 LIMIT ?) m JOIN log_commit c ON c.sequence = m.sequence ORDER BY m.position";
            try (var select = connection.prepareStatement(sql)) {
                select.setInt(criteriaQuery.bind(select), limit);
                try (var rows = select.executeQuery()) {
                    return CommitTable.readMatches(rows);
                }
            }
        });
    }

    @Override
    public long sequenceAt(long position) {
        return read(connection -> {
            var sql = "SELECT sequence FROM log_commit WHERE first_position <= ? ORDER BY first_position DESC LIMIT 1";
            try (var select = connection.prepareStatement(sql)) {
                select.setLong(1, position);
                try (var row = select.executeQuery()) {
                    return row.next() ? row.getLong(1) : 0L;
                }
            }
        });
    }

    @Override
    public boolean hasTagIndex() {
        return true;
    }

    @Override
    public List<TagIndexEntry> tagIndex(@Nullable TagIndexEntry after, int limit) {
        return read(connection -> {
            var sql = "SELECT tag, name, position, sequence FROM log_event_tag"
                    + (after == null ? "" : " WHERE (tag, name, position) > (?, ?, ?)")
                    + " ORDER BY tag, name, position LIMIT ?";
            try (var select = connection.prepareStatement(sql)) {
                int parameter = 1;
                if (after != null) {
                    select.setString(parameter++, after.tag());
                    select.setString(parameter++, after.name());
                    select.setLong(parameter++, after.position());
                }
                select.setInt(parameter, limit);
                var entries = new ArrayList<TagIndexEntry>();
                try (var row = select.executeQuery()) {
                    while (row.next()) {
                        entries.add(
                                new TagIndexEntry(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)));
                    }
                }
                return entries;
            }
        });
    }

    /** SQLite checks its pages and indexes; for PostgreSQL there is pg_amcheck. */
    @Override
    public List<String> checkIntegrity() {
        if (database.dialect() != SqlDialect.SQLITE) {
            return List.of();
        }
        return read(connection -> {
            var errors = new ArrayList<String>();
            try (var check = connection.createStatement();
                    var row = check.executeQuery("PRAGMA integrity_check")) {
                while (row.next()) {
                    if (!"ok".equals(row.getString(1))) {
                        errors.add(row.getString(1));
                    }
                }
            }
            return errors;
        });
    }

    @Override
    public void close() {
        onClose.run();
    }

    private <T> T read(Database.ConnectionCallback<T> work) {
        try {
            return database.read(work);
        } catch (StoreOperationException e) {
            throw new LogUnavailableException("The log is unavailable", e);
        }
    }
}
