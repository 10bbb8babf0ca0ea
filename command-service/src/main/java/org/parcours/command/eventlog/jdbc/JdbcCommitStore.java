package org.parcours.command.eventlog.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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
import org.parcours.command.store.EpochMicros;
import org.parcours.command.store.Hash;
import org.parcours.command.store.SqlDialect;
import org.parcours.command.store.StoreOperationException;

/**
 * Stores commits as rows. The sequence is the primary key; a duplicate key means that the slot is taken (log rule 10).
 * A row is inserted only after a row with its previous hash, so that even a database restored from a backup gets no
 * gap. The tag table is an index that can be rebuilt from the events.
 */
public final class JdbcCommitStore implements CommitStore {

    private static final String SELECT = "SELECT " + CommitTableDao.COLUMNS + " FROM log_commit WHERE ";

    private static final String DELETE_PROBE = "DELETE FROM write_probe";

    private final Database database;
    private final Runnable onClose;

    /** @param onClose closes the database where it is not shared */
    public JdbcCommitStore(Database database, Runnable onClose) {
        this.database = database;
        this.onClose = onClose;
    }

    @Override
    public LogHead head() {
        return query(
                        row -> new LogHead(
                                row.getLong(1),
                                row.getLong(2),
                                Hash.ofBytes(row.getBytes(3)),
                                EpochMicros.toInstant(row.getLong(4))),
                        "SELECT sequence, last_position, hash, recorded_at FROM log_commit ORDER BY sequence DESC LIMIT 1")
                .stream()
                .findFirst()
                .orElseGet(LogHead::empty);
    }

    @Override
    public InsertResult insert(List<Commit> commits) {
        try {
            boolean inserted =
                    switch (database.dialect()) {
                        case SQLITE -> database.write(connection -> CommitTableDao.insert(connection, commits));
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
        return query(CommitTableDao::toCommit, SELECT + "sequence > ? ORDER BY sequence LIMIT ?", afterSequence, limit);
    }

    @Override
    public List<Commit> commits(Set<CommitId> ids) {
        var values = ids.stream().map(CommitId::bytes).toArray();
        return query(
                CommitTableDao::toCommit, SELECT + "commit_id IN " + CriteriaSqlQuery.placeholders(ids.size()), values);
    }

    @Override
    public List<LoggedEvent> read(Criteria criteria, long afterPosition, int limit) {
        return afterPosition == 0
                ? readShortStreams(criteria)
                        .map(events -> events.subList(0, Math.min(limit, events.size())))
                        .orElseGet(() -> readByIndex(criteria, 0, limit))
                : readByIndex(criteria, afterPosition, limit);
    }

    private Optional<List<LoggedEvent>> readShortStreams(Criteria criteria) {
        try {
            return ShortStreamQuery.of(criteria).flatMap(query -> database.read(query::read));
        } catch (StoreOperationException e) {
            throw new LogUnavailableException("The log is unavailable", e);
        }
    }

    private List<LoggedEvent> readByIndex(Criteria criteria, long afterPosition, int limit) {
        var matches = CriteriaSqlQuery.of(criteria, afterPosition);
        var sql = "SELECT m.position, c.sequence, c.first_position, c.recorded_at, c.events FROM ("
                + matches.sql()
                + " ORDER BY 1 LIMIT ?) m JOIN log_commit c ON c.sequence = m.sequence ORDER BY m.position";
        var parameters = new ArrayList<>(matches.parameters());
        parameters.add(limit);
        return query(new EventRowMapper()::toEvent, sql, parameters.toArray());
    }

    @Override
    public long sequenceAt(long position) {
        var sql = "SELECT sequence FROM log_commit WHERE first_position <= ? ORDER BY first_position DESC LIMIT 1";
        return query(row -> row.getLong(1), sql, position).stream().findFirst().orElse(0L);
    }

    /** Committed, because a database may find that its disk is full only then. */
    @Override
    public void checkWritable(int bytes) {
        // Random, because PostgreSQL compresses what is not.
        byte[] probe = new byte[bytes];
        new Random().nextBytes(probe);
        try {
            database.write(connection -> {
                Database.update(connection, DELETE_PROBE);
                return Database.update(connection, "INSERT INTO write_probe (bytes) VALUES (?)", probe);
            });
            database.write(connection -> Database.update(connection, DELETE_PROBE));
        } catch (StoreOperationException e) {
            throw new LogUnavailableException("The log is unavailable", e);
        }
    }

    @Override
    public boolean hasTagIndex() {
        return true;
    }

    @Override
    public List<TagIndexEntry> tagIndex(@Nullable TagIndexEntry after, int limit) {
        var sql = "SELECT tag, name, position, sequence FROM log_event_tag"
                + (after == null ? "" : " WHERE (tag, name, position) > (?, ?, ?)")
                + " ORDER BY tag, name, position LIMIT " + limit;
        return query(
                row -> new TagIndexEntry(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)),
                sql,
                after == null ? new Object[0] : new Object[] {after.tag(), after.name(), after.position()});
    }

    /** SQLite checks its pages and indexes; for PostgreSQL there is pg_amcheck. */
    @Override
    public List<String> checkIntegrity() {
        return database.dialect() == SqlDialect.SQLITE
                ? query(row -> row.getString(1), "PRAGMA integrity_check").stream()
                        .filter(line -> !line.equals("ok"))
                        .toList()
                : List.of();
    }

    @Override
    public void close() {
        onClose.run();
    }

    private <T> List<T> query(Database.RowMapper<T> mapper, String sql, Object... parameters) {
        try {
            return database.query(mapper, sql, parameters);
        } catch (StoreOperationException e) {
            throw new LogUnavailableException("The log is unavailable", e);
        }
    }
}
