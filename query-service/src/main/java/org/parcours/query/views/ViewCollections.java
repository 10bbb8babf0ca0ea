package org.parcours.query.views;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import org.bson.Document;
import org.springframework.stereotype.Component;

/** The MongoDB collections of the views. Each document holds the position of the last event applied to it. */
@Component
public final class ViewCollections {

    private final MongoDatabase database;

    public ViewCollections(MongoDatabase database) {
        this.database = database;
    }

    /** One patient record, by its id: its identity events, merges and search tokens. */
    public MongoCollection<Document> patients() {
        return database.getCollection("patients");
    }

    /** One step as recorded for one patient, by {@code "patient/step"}: its events and a summary of their fold. */
    public MongoCollection<Document> steps() {
        return database.getCollection("steps");
    }

    /** One event, by its position, and the patients it affects. */
    public MongoCollection<Document> journal() {
        return database.getCollection("journal");
    }

    /** The position in the log up to which events are applied. */
    public MongoCollection<Document> progress() {
        return database.getCollection("progress");
    }
}
