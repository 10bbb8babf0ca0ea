package org.parcours.query.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.parcours.query.store.DocumentChange;
import org.parcours.query.store.Lease;
import org.parcours.query.store.LeaseLostException;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.store.ViewProgress;
import org.parcours.query.store.ViewReader;

/** One generation: its tables, and its row in {@code view_generations} with progress and lease. */
record JdbcViewGeneration(ViewDatabase database, long number) implements ViewGeneration {

    @Override
    public <T> T read(Function<ViewReader, T> work) {
        return database.read(connection -> work.apply(new JdbcViewReader(database.dialect, number, connection)));
    }

    @Override
    public <T> T readForUpdate(Function<ViewReader, T> work) {
        return database.readForUpdate(
                connection -> work.apply(new JdbcViewReader(database.dialect, number, connection)));
    }

    @Override
    public ViewProgress progress() {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(
                    "SELECT position, topic_offset, recorded_at, failed, chain FROM view_generations WHERE number = ?")) {
                select.setLong(1, number);
                try (var row = select.executeQuery()) {
                    return row.next() ? progress(row, 1) : ViewProgress.NONE;
                }
            }
        });
    }

    static ViewProgress progress(ResultSet row, int column) throws SQLException {
        return new ViewProgress(
                row.getLong(column),
                row.getLong(column + 1),
                Instant.parse(row.getString(column + 2)),
                row.getLong(column + 3),
                row.getString(column + 4));
    }

    @Override
    public Optional<Lease> acquireLease(String holder, Duration validity) {
        var now = database.dialect.nowMillis;
        return database.writeLease(connection -> {
            int updated = update(
                    connection,
                    "UPDATE view_generations SET term = CASE WHEN holder = ? AND expires > " + now
                            + " THEN term ELSE term + 1 END, holder = ?, expires = " + now
                            + " + ? WHERE number = ? AND (holder = ? OR expires <= " + now + ")",
                    holder,
                    holder,
                    validity.toMillis(),
                    number,
                    holder);
            if (updated == 0) {
                return Optional.empty();
            }
            try (var select = connection.prepareStatement("SELECT term FROM view_generations WHERE number = ?")) {
                select.setLong(1, number);
                try (var row = select.executeQuery()) {
                    return row.next() ? Optional.of(new Lease(holder, row.getLong(1))) : Optional.empty();
                }
            }
        });
    }

    @Override
    public void releaseLease(Lease lease) {
        database.writeLease(connection -> update(
                connection,
                "UPDATE view_generations SET expires = 0 WHERE number = ? AND holder = ? AND term = ?",
                number,
                lease.holder(),
                lease.term()));
    }

    @Override
    public void revokeLease() {
        database.writeLease(connection -> update(
                connection,
                "UPDATE view_generations SET term = term + 1, holder = '', expires = 0 WHERE number = ?",
                number));
    }

    @Override
    public void write(Lease lease, ViewProgress previous, Collection<DocumentChange> changes, ViewProgress next) {
        database.write(connection -> {
            int updated = update(
                    connection,
                    "UPDATE view_generations SET position = ?, topic_offset = ?, recorded_at = ?, failed = ?, chain = ?"
                            + " WHERE number = ? AND holder = ? AND term = ? AND position = ?",
                    next.position(),
                    next.offset(),
                    next.recordedAt().toString(),
                    next.failedDocuments(),
                    next.chain(),
                    number,
                    lease.holder(),
                    lease.term(),
                    previous.position());
            if (updated == 0) {
                throw new LeaseLostException("Another process projects into generation " + number
                        + " of the views: nothing was written after position " + previous.position());
            }
            var byCollection = changes.stream()
                    .filter(change -> !change.changesNothing())
                    .collect(Collectors.groupingBy(DocumentChange::collection));
            for (var collection : byCollection.entrySet()) {
                new CollectionWriter(new CollectionTable(database.dialect, number, collection.getKey()))
                        .write(connection, collection.getValue());
            }
            return updated;
        });
    }

    static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            ViewDatabase.bind(statement, List.of(parameters));
            return statement.executeUpdate();
        }
    }
}
