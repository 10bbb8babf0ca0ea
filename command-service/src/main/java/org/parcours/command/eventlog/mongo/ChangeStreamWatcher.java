package org.parcours.command.eventlog.mongo;

import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.parcours.command.eventlog.CommitLog.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notifies a listener of inserts by a change stream. The listener reads the commits, so a broken stream loses none. */
final class ChangeStreamWatcher implements Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeStreamWatcher.class);
    private static final List<Bson> INSERTS = List.of(
            Aggregates.match(Filters.eq("operationType", "insert")),
            Aggregates.project(Projections.include("_id", "operationType")));

    private final MongoCollection<Document> commits;
    private final Runnable listener;
    private final Thread thread;

    ChangeStreamWatcher(MongoCollection<Document> commits, Runnable listener) {
        this.commits = commits;
        this.listener = listener;
        thread = Thread.ofPlatform().daemon().name("log-change-stream").start(this::follow);
    }

    private void follow() {
        while (!Thread.currentThread().isInterrupted()) {
            try (var changes = commits.watch(INSERTS, Document.class).cursor()) {
                listener.run(); // inserts between two streams
                while (!Thread.currentThread().isInterrupted()) {
                    changes.next();
                    listener.run();
                }
            } catch (MongoInterruptedException | IllegalStateException closed) {
                return;
            } catch (MongoException e) {
                LOG.warn("log change stream failed; the log is polled until it is open again", e);
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
