package org.parcours.command.quarantine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parcours.command.quarantine.QuarantinedMessage.ResubmissionRecord;
import org.parcours.command.store.Database;
import org.parcours.command.store.Hash;

/** The quarantine in SQLite or PostgreSQL. */
public final class JdbcQuarantine implements Quarantine {

    private static final String COLUMNS =
            "id, received_at, feed, sender, content_type, raw, code, field, reason, correction_of, submitted_by, deliveries, last_received_at, resubmitted_by, resubmitted_at, outcome";
    private static final String PUT = """
            INSERT INTO quarantine (id, received_at, feed, sender, content_type, raw, raw_hash, code, field, reason,
              correction_of, submitted_by, deliveries, last_received_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
            ON CONFLICT (raw_hash, sender, code) WHERE resubmitted_at IS NULL
            DO UPDATE SET deliveries = quarantine.deliveries + 1, last_received_at = excluded.last_received_at
            RETURNING id""";

    private final Database database;
    private final String unsupportedCode;

    /** @param unsupportedCode the code of unsupported messages, which are kept but are not open */
    public JdbcQuarantine(Database database, String unsupportedCode) {
        this.database = database;
        this.unsupportedCode = unsupportedCode;
    }

    @Override
    public UUID put(QuarantinedMessage message) {
        return database.write(connection -> {
            try (var put = connection.prepareStatement(PUT)) {
                put.setString(1, message.id().toString());
                put.setLong(2, micros(message.receivedAt()));
                put.setString(3, withoutNul(message.feed()));
                put.setString(4, withoutNul(message.sender()));
                put.setString(5, withoutNul(message.contentType()));
                put.setBytes(6, message.raw());
                put.setBytes(7, Hash.of(message.raw()).bytes());
                put.setString(8, withoutNul(message.code()));
                put.setString(9, withoutNul(message.field()));
                put.setString(10, withoutNul(message.reason()));
                put.setString(11, message.correctionOf().map(UUID::toString).orElse(null));
                put.setString(
                        12,
                        message.submittedBy().map(JdbcQuarantine::withoutNul).orElse(null));
                put.setLong(13, micros(message.receivedAt()));
                try (var row = put.executeQuery()) {
                    row.next();
                    return UUID.fromString(row.getString(1));
                }
            }
        });
    }

    @Override
    public Optional<QuarantinedMessage> get(UUID id) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement("SELECT " + COLUMNS + " FROM quarantine WHERE id = ?")) {
                select.setString(1, id.toString());
                return query(select).stream().findFirst();
            }
        });
    }

    @Override
    public List<QuarantinedMessage> newestFirst(QuarantineFilter filter, int limit, Optional<UUID> before) {
        // An id consists of 0 to 9, a to f and '-': '~' sorts after all of them.
        return page(filter, "id < ?", before.map(UUID::toString).orElse("~"), "DESC", limit);
    }

    @Override
    public List<QuarantinedMessage> oldestFirst(QuarantineFilter filter, int limit, Optional<UUID> after) {
        return page(filter, "id > ?", after.map(UUID::toString).orElse(""), "ASC", limit);
    }

    private List<QuarantinedMessage> page(
            QuarantineFilter filter, String idCondition, String id, String order, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("A page has 1 to " + MAX_PAGE + " messages: " + limit);
        }
        var condition = QuarantineFilterSql.of(filter, unsupportedCode).and(idCondition, id);
        var sql = "SELECT " + COLUMNS + " FROM quarantine WHERE " + condition.sql() + " ORDER BY id " + order
                + " LIMIT ?";
        return database.read(connection -> {
            try (var select = connection.prepareStatement(sql)) {
                select.setInt(condition.bind(select), limit);
                return query(select);
            }
        });
    }

    @Override
    public List<RejectionGroup> groups(int limit) {
        var sql =
                "SELECT sender, code, field, count(*), sum(deliveries), min(received_at), max(last_received_at) FROM quarantine"
                        + " WHERE resubmitted_at IS NULL AND correction_of IS NULL AND code <> ?"
                        + " GROUP BY sender, code, field ORDER BY max(last_received_at) DESC LIMIT ?";
        return database.read(connection -> {
            try (var select = connection.prepareStatement(sql)) {
                select.setString(1, unsupportedCode);
                select.setInt(2, limit);
                var groups = new ArrayList<RejectionGroup>();
                try (var row = select.executeQuery()) {
                    while (row.next()) {
                        groups.add(new RejectionGroup(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getLong(4),
                                row.getLong(5),
                                instant(row.getLong(6)),
                                instant(row.getLong(7))));
                    }
                }
                return groups;
            }
        });
    }

    @Override
    public Optional<ResubmissionClaim> claim(UUID id, ResubmissionClaim claim) {
        var sql = "INSERT INTO resubmission_claim (message, claimed_by, claimed_at, raw) SELECT ?, ?, ?, ?"
                + " WHERE EXISTS (SELECT 1 FROM quarantine WHERE id = ? AND resubmitted_at IS NULL)"
                + " ON CONFLICT (message) DO NOTHING";
        return database.write(connection -> {
            try (var insert = connection.prepareStatement(sql)) {
                insert.setString(1, id.toString());
                insert.setString(2, withoutNul(claim.by()));
                insert.setLong(3, micros(claim.at()));
                insert.setBytes(4, claim.raw());
                insert.setString(5, id.toString());
                insert.executeUpdate();
            }
            return selectClaim(connection, id);
        });
    }

    @Override
    public Optional<ResubmissionClaim> findClaim(UUID id) {
        return database.read(connection -> selectClaim(connection, id));
    }

    @Override
    public void releaseClaim(UUID id) {
        database.write(connection -> {
            try (var delete = connection.prepareStatement("DELETE FROM resubmission_claim WHERE message = ?")) {
                delete.setString(1, id.toString());
                return delete.executeUpdate();
            }
        });
    }

    private static Optional<ResubmissionClaim> selectClaim(Connection connection, UUID id) throws SQLException {
        var sql = "SELECT claimed_by, claimed_at, raw FROM resubmission_claim WHERE message = ?";
        try (var select = connection.prepareStatement(sql)) {
            select.setString(1, id.toString());
            try (var row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new ResubmissionClaim(row.getString(1), instant(row.getLong(2)), row.getBytes(3)))
                        : Optional.empty();
            }
        }
    }

    @Override
    public boolean markResubmitted(UUID id, String by, Instant at, String outcome) {
        var sql =
                "UPDATE quarantine SET resubmitted_by = ?, resubmitted_at = ?, outcome = ? WHERE id = ? AND resubmitted_at IS NULL";
        return database.write(connection -> {
            try (var update = connection.prepareStatement(sql)) {
                update.setString(1, withoutNul(by));
                update.setLong(2, micros(at));
                update.setString(3, withoutNul(outcome));
                update.setString(4, id.toString());
                if (update.executeUpdate() == 0) {
                    return false;
                }
            }
            var attemptsSql = "UPDATE quarantine SET resubmitted_by = ?, resubmitted_at = ?, outcome = ?"
                    + " WHERE correction_of = ? AND resubmitted_at IS NULL";
            try (var update = connection.prepareStatement(attemptsSql)) {
                update.setString(1, withoutNul(by));
                update.setLong(2, micros(at));
                update.setString(3, ATTEMPT_SUPERSEDED);
                update.setString(4, id.toString());
                update.executeUpdate();
            }
            return true;
        });
    }

    private List<QuarantinedMessage> query(PreparedStatement select) throws SQLException {
        var messages = new ArrayList<QuarantinedMessage>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                messages.add(toMessage(row));
            }
        }
        return messages;
    }

    private QuarantinedMessage toMessage(ResultSet row) throws SQLException {
        var resubmittedBy = row.getString("resubmitted_by");
        return new QuarantinedMessage(
                UUID.fromString(row.getString("id")),
                instant(row.getLong("received_at")),
                row.getString("feed"),
                row.getString("sender"),
                row.getString("content_type"),
                row.getBytes("raw"),
                row.getString("code"),
                row.getString("field"),
                row.getString("reason"),
                Optional.ofNullable(row.getString("correction_of")).map(UUID::fromString),
                Optional.ofNullable(row.getString("submitted_by")),
                row.getLong("deliveries"),
                instant(row.getLong("last_received_at")),
                row.getString("code").equals(unsupportedCode),
                Optional.ofNullable(resubmittedBy == null ? null : toResubmission(row, resubmittedBy)));
    }

    private static ResubmissionRecord toResubmission(ResultSet row, String by) throws SQLException {
        return new ResubmissionRecord(by, instant(row.getLong("resubmitted_at")), row.getString("outcome"));
    }

    // A rejected message may contain NUL, which PostgreSQL does not accept in a text.
    private static String withoutNul(String text) {
        return text.replace('\0', '\uFFFD');
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
