package org.parcours.query.planted;

import com.mongodb.client.MongoCollection;
import org.bson.Document;
import org.parcours.command.PlantedCommand;

/** Violations that the architecture rules must find. */
public final class PlantedViolations {

    private PlantedViolations() {}

    public static final class WritesView {
        public void write(MongoCollection<Document> view) {
            view.insertOne(new Document());
        }
    }

    public static final class DependsOnCommandService {
        public PlantedCommand use() {
            return new PlantedCommand();
        }
    }
}
