package org.parcours.benchmarks.views;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Follows the position of the views in their database, each millisecond, beside the product: an event is visible from the commit
 * of the batch with its position on.
 */
final class CommittedPositions implements AutoCloseable {

    private final NavigableMap<Long, Long> timesByPosition = new TreeMap<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean stopped;

    CommittedPositions(String url) {
        Thread.ofPlatform().name("views-position").start(() -> {
            try (Connection connection = DriverManager.getConnection(url);
                    PreparedStatement select =
                            connection.prepareStatement("SELECT max(position) FROM view_generations")) {
                follow(select);
                ended.complete(null);
            } catch (SQLException | InterruptedException e) {
                ended.completeExceptionally(e);
            }
        });
    }

    private void follow(PreparedStatement select) throws SQLException, InterruptedException {
        long last = -1;
        while (!stopped) {
            try (var row = select.executeQuery()) {
                row.next();
                long position = row.getLong(1);
                if (position != last) {
                    timesByPosition.put(position, System.nanoTime());
                    last = position;
                }
            }
            Thread.sleep(1);
        }
    }

    /** After {@link #close}: when the event was first seen, as {@link System#nanoTime}. */
    long visibleAt(long position) {
        Map.Entry<Long, Long> seen = timesByPosition.ceilingEntry(position);
        if (seen == null) {
            throw new IllegalStateException("The views have not applied the event at " + position);
        }
        return seen.getValue();
    }

    @Override
    public void close() {
        stopped = true;
        ended.join();
    }
}
