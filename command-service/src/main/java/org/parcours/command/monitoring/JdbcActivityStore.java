package org.parcours.command.monitoring;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.parcours.command.monitoring.ActivityBucket.BucketSize;
import org.parcours.command.store.Database;

/** Stores buckets as rows in SQLite or PostgreSQL. */
public record JdbcActivityStore(Database database) implements ActivityStore {

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

    @Override
    public void add(List<ActivityBucket> additions) {
        database.write(connection -> {
            try (var insert = connection.prepareStatement(ADD)) {
                for (ActivityBucket bucket : additions) {
                    insert.setString(1, sizeCode(bucket.size()));
                    insert.setLong(2, bucket.start().toEpochMilli());
                    insert.setString(3, bucket.application().replace('\0', '\uFFFD'));
                    insert.setString(4, bucket.feed());
                    insert.setLong(5, bucket.counts().recorded());
                    insert.setLong(6, bucket.counts().duplicate());
                    insert.setLong(7, bucket.counts().unsupported());
                    insert.setLong(8, bucket.counts().rejected());
                    insert.setLong(9, bucket.counts().unavailable());
                    insert.setLong(10, bucket.counts().late());
                    insert.setLong(11, bucket.firstReceivedAt().toEpochMilli());
                    insert.setLong(12, bucket.lastReceivedAt().toEpochMilli());
                    insert.setLong(13, bucket.longestGap().toMillis());
                    insert.addBatch();
                }
                return insert.executeBatch().length;
            }
        });
    }

    @Override
    public List<ActivityBucket> since(BucketSize size, Instant from) {
        return database.read(connection -> {
            try (var select =
                    connection.prepareStatement(SELECT + "size = ? AND started_at >= ? ORDER BY started_at")) {
                select.setString(1, sizeCode(size));
                select.setLong(2, from.toEpochMilli());
                return buckets(select);
            }
        });
    }

    @Override
    public List<ActivityBucket> newestHours() {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(SELECT + "size = 'H' AND " + IS_NEWEST)) {
                return buckets(select);
            }
        });
    }

    @Override
    public void deleteBefore(BucketSize size, Instant before) {
        String sql = "DELETE FROM activity AS a WHERE size = ? AND started_at < ?"
                + (size == BucketSize.MINUTE ? "" : " AND NOT (" + IS_NEWEST + ")");
        database.write(connection -> {
            try (var delete = connection.prepareStatement(sql)) {
                delete.setString(1, sizeCode(size));
                delete.setLong(2, before.toEpochMilli());
                return delete.executeUpdate();
            }
        });
    }

    private static List<ActivityBucket> buckets(PreparedStatement select) throws SQLException {
        List<ActivityBucket> buckets = new ArrayList<>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                buckets.add(new ActivityBucket(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getString(3).equals("M") ? BucketSize.MINUTE : BucketSize.HOUR,
                        Instant.ofEpochMilli(rows.getLong(4)),
                        new OutcomeCounts(
                                rows.getLong(5),
                                rows.getLong(6),
                                rows.getLong(7),
                                rows.getLong(8),
                                rows.getLong(9),
                                rows.getLong(10)),
                        Instant.ofEpochMilli(rows.getLong(11)),
                        Instant.ofEpochMilli(rows.getLong(12)),
                        Duration.ofMillis(rows.getLong(13))));
            }
        }
        return buckets;
    }

    private static String sizeCode(BucketSize size) {
        return size.name().substring(0, 1);
    }
}
