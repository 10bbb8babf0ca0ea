package org.parcours.command.quarantine;

import static org.parcours.command.store.EpochMicros.toInstant;
import static org.parcours.command.store.EpochMicros.toMicros;
import static org.parcours.command.store.SqlDialect.withoutNul;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.parcours.command.quarantine.QuarantinedMessage.ResubmissionRecord;
import org.parcours.command.store.Database;
import org.parcours.command.store.Hash;
import org.parcours.command.store.HashedContents;
import org.parcours.command.store.SqlDialect;

/** The quarantine in SQLite or PostgreSQL. */
public final class JdbcQuarantine implements Quarantine, HashedContents {

    private static final String SELECT =
            "SELECT id, received_at, feed, sender, content_type, code, field, reason, correction_of, submitted_by, deliveries, last_received_at, resubmitted_by, resubmitted_at, outcome FROM quarantine WHERE ";
    private static final String PUT = """
            INSERT INTO quarantine (id, received_at, feed, sender, content_type, raw_hash, code, field, reason,
              correction_of, submitted_by, deliveries, last_received_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
            ON CONFLICT (raw_hash, substr(sender, 1, 200), code) WHERE resubmitted_at IS NULL
            DO UPDATE SET deliveries = quarantine.deliveries + 1, last_received_at = excluded.last_received_at
            RETURNING id""";
    private static final String PUT_RAW =
            "INSERT INTO quarantine_raw (message, raw) VALUES (?, ?) ON CONFLICT (message) DO NOTHING";
    private static final String GROUPS = """
            SELECT sender, code, field, count(*), sum(deliveries), min(received_at), max(last_received_at) FROM quarantine
            WHERE resubmitted_at IS NULL AND correction_of IS NULL AND code NOT IN %s
            GROUP BY sender, code, field ORDER BY max(last_received_at) DESC LIMIT ?""";
    private static final String CLAIM = """
            INSERT INTO resubmission_claim (message, claimed_by, claimed_at, raw) SELECT ?, ?, ?, ?
            WHERE EXISTS (SELECT 1 FROM quarantine WHERE id = ? AND resubmitted_at IS NULL)
            ON CONFLICT (message) DO NOTHING""";
    private static final String MARK =
            "UPDATE quarantine SET resubmitted_by = ?, resubmitted_at = ?, outcome = ? WHERE resubmitted_at IS NULL AND ";

    private final Database database;
    private final List<String> unsupportedCodes;

    /** @param unsupportedCodes the codes of unsupported messages, which are kept but are not open */
    public JdbcQuarantine(Database database, String... unsupportedCodes) {
        this.database = database;
        this.unsupportedCodes = List.of(unsupportedCodes);
    }

    @Override
    public UUID put(QuarantinedMessage message) {
        return database.write(connection -> {
            UUID stored = Database.query(
                            connection,
                            row -> UUID.fromString(row.getString(1)),
                            PUT,
                            message.id().toString(),
                            toMicros(message.receivedAt()),
                            withoutNul(message.feed()),
                            withoutNul(message.sender()),
                            withoutNul(message.contentType()),
                            Hash.of(message.raw()).bytes(),
                            withoutNul(message.code()),
                            withoutNul(message.field()),
                            withoutNul(message.reason()),
                            message.correctionOf().map(UUID::toString).orElse(null),
                            message.submittedBy().map(SqlDialect::withoutNul).orElse(null),
                            toMicros(message.receivedAt()))
                    .getFirst();
            if (stored.equals(message.id())) {
                Database.update(connection, PUT_RAW, stored.toString(), message.raw());
            }
            return stored;
        });
    }

    @Override
    public Optional<QuarantinedMessage> get(UUID id) {
        return database.query(this::toSummary, SELECT + "id = ?", id.toString()).stream()
                .findFirst()
                .map(summary -> new QuarantinedMessage(summary, readRaw("raw", id)));
    }

    @Override
    public Optional<byte[]> beginning(UUID id, int maxBytes) {
        return database.query(row -> row.getString(1), "SELECT id FROM quarantine WHERE id = ?", id.toString()).stream()
                .findFirst()
                .map(_ -> readRaw("substr(raw, 1, " + maxBytes + ")", id));
    }

    private byte[] readRaw(String expression, UUID id) {
        var sql = "SELECT " + expression + " FROM quarantine_raw WHERE message = ?";
        return database.query(row -> row.getBytes(1), sql, id.toString()).stream()
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("The raw bytes of the quarantined message " + id + " are missing"));
    }

    @Override
    public List<Content> contents(Optional<String> after, int limit) {
        var sql = "SELECT id, raw_hash FROM quarantine WHERE id > ? ORDER BY id LIMIT " + limit;
        return database.query(
                row -> new Content(row.getString(1), Hash.ofBytes(row.getBytes(2))), sql, after.orElse(""));
    }

    @Override
    public Optional<byte[]> storedBytes(Content content) {
        var sql = "SELECT raw FROM quarantine_raw WHERE message = ?";
        return database.query(row -> row.getBytes(1), sql, content.id()).stream()
                .findFirst();
    }

    @Override
    public List<QuarantinedMessageSummary> newestFirst(QuarantineFilter filter, int limit, Optional<UUID> before) {
        // An id consists of 0 to 9, a to f and '-': '~' sorts after all of them.
        return page(filter, "id < ?", before.map(UUID::toString).orElse("~"), "DESC", limit);
    }

    @Override
    public List<QuarantinedMessageSummary> oldestFirst(QuarantineFilter filter, int limit, Optional<UUID> after) {
        return page(filter, "id > ?", after.map(UUID::toString).orElse(""), "ASC", limit);
    }

    private List<QuarantinedMessageSummary> page(
            QuarantineFilter filter, String idCondition, String id, String order, int limit) {
        Quarantine.requirePageSize(limit);
        var condition = QuarantineFilterSql.of(filter, unsupportedCodes).and(idCondition, id);
        var sql = SELECT + condition.sql() + " ORDER BY id " + order + " LIMIT " + limit;
        return database.query(this::toSummary, sql, condition.values().toArray());
    }

    @Override
    public List<RejectionGroup> groups(int limit) {
        return database.query(
                row -> new RejectionGroup(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getLong(4),
                        row.getLong(5),
                        toInstant(row.getLong(6)),
                        toInstant(row.getLong(7))),
                GROUPS.formatted(QuarantineFilterSql.parameters(unsupportedCodes)),
                Stream.concat(unsupportedCodes.stream(), Stream.of(limit)).toArray());
    }

    @Override
    public Optional<ResubmittedContent> claim(UUID id, ResubmittedContent claim) {
        return database.write(connection -> {
            var message = id.toString();
            Database.update(
                    connection, CLAIM, message, withoutNul(claim.by()), toMicros(claim.at()), claim.raw(), message);
            return findClaim(connection, id);
        });
    }

    @Override
    public Optional<ResubmittedContent> findClaim(UUID id) {
        return database.read(connection -> findClaim(connection, id));
    }

    @Override
    public void releaseClaim(UUID id) {
        var sql = "DELETE FROM resubmission_claim WHERE message = ?";
        database.write(connection -> Database.update(connection, sql, id.toString()));
    }

    private static Optional<ResubmittedContent> findClaim(Connection connection, UUID id) throws SQLException {
        var sql = "SELECT claimed_by, claimed_at, raw FROM resubmission_claim WHERE message = ?";
        return Database.query(
                        connection,
                        row -> new ResubmittedContent(row.getString(1), toInstant(row.getLong(2)), row.getBytes(3)),
                        sql,
                        id.toString())
                .stream()
                .findFirst();
    }

    @Override
    public boolean markResubmitted(UUID id, String by, Instant at, String outcome) {
        return database.write(connection -> {
            var person = withoutNul(by);
            var time = toMicros(at);
            var original = id.toString();
            if (Database.update(connection, MARK + "id = ?", person, time, withoutNul(outcome), original) == 0) {
                return false;
            }
            Database.update(connection, MARK + "correction_of = ?", person, time, ATTEMPT_SUPERSEDED, original);
            return true;
        });
    }

    private QuarantinedMessageSummary toSummary(ResultSet row) throws SQLException {
        var resubmittedBy = row.getString("resubmitted_by");
        return new QuarantinedMessageSummary(
                UUID.fromString(row.getString("id")),
                toInstant(row.getLong("received_at")),
                row.getString("feed"),
                row.getString("sender"),
                row.getString("content_type"),
                row.getString("code"),
                row.getString("field"),
                row.getString("reason"),
                Optional.ofNullable(row.getString("correction_of")).map(UUID::fromString),
                Optional.ofNullable(row.getString("submitted_by")),
                row.getLong("deliveries"),
                toInstant(row.getLong("last_received_at")),
                unsupportedCodes.contains(row.getString("code")),
                resubmittedBy == null
                        ? Optional.empty()
                        : Optional.of(new ResubmissionRecord(
                                resubmittedBy, toInstant(row.getLong("resubmitted_at")), row.getString("outcome"))));
    }
}
