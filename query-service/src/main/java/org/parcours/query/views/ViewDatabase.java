package org.parcours.query.views;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import org.bson.Document;
import org.springframework.stereotype.Component;

/**
 * The collections.
 *
 * <ul>
 *   <li>{@code patients}: one record, by its id; its identity events, merges, and words to find it by
 *   <li>{@code steps}: one step as told for one patient, {@code "patient/step"}; its events and what they fold to
 *   <li>{@code journal}: one event, by its position; whom it concerns
 *   <li>{@code progress}: how far the views have come in the log
 * </ul>
 *
 * Each document carries the position of the last event applied to it.
 */
@Component
public final class ViewDatabase {

    private final MongoDatabase database;

    public ViewDatabase(MongoDatabase database) {
        this.database = database;
    }

    public MongoCollection<Document> patients() {
        return database.getCollection("patients");
    }

    public MongoCollection<Document> steps() {
        return database.getCollection("steps");
    }

    public MongoCollection<Document> journal() {
        return database.getCollection("journal");
    }

    public MongoCollection<Document> progress() {
        return database.getCollection("progress");
    }
}
