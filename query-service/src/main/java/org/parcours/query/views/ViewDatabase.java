package org.parcours.query.views;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import org.bson.Document;
import org.springframework.stereotype.Component;

/**
 * The MongoDB collections of the views.
 *
 * <ul>
 *   <li>{@code patients}: one patient record, by its id; its identity events, merges and search tokens
 *   <li>{@code steps}: one step as recorded for one patient, {@code "patient/step"}; its events and a summary of their
 *       fold
 *   <li>{@code journal}: one event, by its position; the patients it affects
 *   <li>{@code progress}: the position in the log up to which events are applied
 * </ul>
 *
 * Each document holds the position of the last event applied to it.
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
