package org.parcours.command.monitoring;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.parcours.command.monitoring.ActivityBucket.Size;
import org.parcours.command.store.Database;

/** Buckets as rows, in SQLite or PostgreSQL. */
public final class JdbcActivityStore implements ActivityStore {

    private static final String ADD = """
            INSERT INTO activity (size, started_at, application, feed, recorded, duplicate, unsupported, rejected, unavailable, late,
              first_at, last_at, longest_gap) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (size, started_at, application, feed) DO UPDATE SET
              recorded = activity.recorded + excluded.recorded, duplicate = activity.duplicate + excluded.duplicate,
              unsupported = activity.unsupported + excluded.unsupported, rejected = activity.rejected + excluded.rejected,
              unavailable = activity.unavailable + excluded.unavailable, late = activity.late + excluded.late,
              first_at = CASE WHEN excluded.first_at < activity.first_at THEN excluded.first_at ELSE activity.first_at END,
              last_at = CASE WHEN excluded.last_at > activity.last_at THEN excluded.last_at ELSE activity.last_at END,
              longest_gap = CASE WHEN excluded.longest_gap > activity.longest_gap THEN excluded.longest_gap
                ELSE activity.longest_gap END""";

    private static final String SELECT =
            "SELECT application, feed, size, started_at, recorded, duplicate, unsupported, rejected, unavailable, late, first_at, last_at, longest_gap FROM activity a WHERE ";

    private static final String IS_NEWEST = "NOT EXISTS (SELECT 1 FROM activity n WHERE n.size = a.size"
            + " AND n.application = a.application AND n.feed = a.feed AND n.started_at > a.started_at)";

    private final Database database;

    public JdbcActivityStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(List<ActivityBucket> more) {
        database.write(connection -> {
            try (var add = connection.prepareStatement(ADD)) {
                for (ActivityBucket bucket : more) {
                    add.setString(1, code(bucket.size()));
                    add.setLong(2, bucket.start().toEpochMilli());
                    add.setString(3, bucket.application().replace('\0', '\uFFFD'));
                    add.setString(4, bucket.feed());
                    add.setLong(5, bucket.counts().recorded());
                    add.setLong(6, bucket.counts().duplicate());
                    add.setLong(7, bucket.counts().unsupported());
                    add.setLong(8, bucket.counts().rejected());
                    add.setLong(9, bucket.counts().unavailable());
                    add.setLong(10, bucket.counts().late());
                    add.setLong(11, bucket.first().toEpochMilli());
                    add.setLong(12, bucket.last().toEpochMilli());
                    add.setLong(13, bucket.longestGap().toMillis());
                    add.addBatch();
                }
                return add.executeBatch().length;
            }
        });
    }

    @Override
    public List<ActivityBucket> since(Size size, Instant from) {
        return database.read(connection -> {
            try (var select =
                    connection.prepareStatement(SELECT + "size = ? AND started_at >= ? ORDER BY started_at")) {
                select.setString(1, code(size));
                select.setLong(2, from.toEpochMilli());
                return buckets(select);
            }
        });
    }

    @Override
    public List<ActivityBucket> newest() {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(SELECT + "size = 'H' AND " + IS_NEWEST)) {
                return buckets(select);
            }
        });
    }

    @Override
    public void forget(Size size, Instant before) {
        String old = "size = ? AND started_at < ?";
        String sql = size == Size.MINUTE
                ? "DELETE FROM activity WHERE " + old
                : "DELETE FROM activity WHERE " + old
                        + " AND EXISTS (SELECT 1 FROM activity n WHERE n.size = activity.size AND n.application = activity.application"
                        + " AND n.feed = activity.feed AND n.started_at > activity.started_at)";
        database.write(connection -> {
            try (var delete = connection.prepareStatement(sql)) {
                delete.setString(1, code(size));
                delete.setLong(2, before.toEpochMilli());
                return delete.executeUpdate();
            }
        });
    }

    private static List<ActivityBucket> buckets(PreparedStatement select) throws SQLException {
        List<ActivityBucket> buckets = new ArrayList<>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                buckets.add(new ActivityBucket(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3).equals("M") ? Size.MINUTE : Size.HOUR,
                        Instant.ofEpochMilli(row.getLong(4)),
                        new OutcomeCounts(
                                row.getLong(5),
                                row.getLong(6),
                                row.getLong(7),
                                row.getLong(8),
                                row.getLong(9),
                                row.getLong(10)),
                        Instant.ofEpochMilli(row.getLong(11)),
                        Instant.ofEpochMilli(row.getLong(12)),
                        Duration.ofMillis(row.getLong(13))));
            }
        }
        return buckets;
    }

    private static String code(Size size) {
        return size.name().substring(0, 1);
    }
}
