package org.parcours.query.projection;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.parcours.events.Envelope;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.views.ViewsChanged;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Applies events to the views in batches. A step that cannot be shown is replaced by a marker and blocks no other step
 * (ProjectionContract.a_step_that_cannot_be_shown_…).
 *
 * <p>Only one process may project into a database: two would overwrite each other's documents.
 */
@Component
final class ViewProjector {

    private static final String PROGRESS_ID = "parcours.events";

    private final ViewCollections views;
    private final EventCodec codec;
    private final ApplicationEventPublisher publisher;

    ViewProjector(ViewCollections views, EventCodec codec, ApplicationEventPublisher publisher) {
        this.views = views;
        this.codec = codec;
        this.publisher = publisher;
    }

    void createIndexes() {
        views.patients().createIndex(Indexes.ascending("words"));
        views.patients().createIndex(Indexes.ascending("birthDate"));
        views.patients().createIndex(Indexes.ascending("identifiers.value", "identifiers.system"));
        views.patients()
                .createIndex(
                        Indexes.ascending("formerIdentifiers.value", "formerIdentifiers.system"),
                        new IndexOptions().sparse(true));
        views.patients().createIndex(Indexes.descending("lastActivity"));
        views.patients().createIndex(Indexes.ascending("mergedInto"), new IndexOptions().sparse(true));
        views.steps().createIndex(Indexes.ascending("patient", "start"));
        views.steps().createIndex(Indexes.ascending("kind", "status", "end"));
        views.steps().createIndex(Indexes.ascending("recordedFor", "stay"));
        views.steps().createIndex(Indexes.ascending("visits"), new IndexOptions().sparse(true));
        views.journal().createIndex(Indexes.ascending("patients", "_id"));
        views.journal().createIndex(Indexes.ascending("identityAnomalies.code"), new IndexOptions().sparse(true));
    }

    ProjectionCheckpoint progress() {
        Document stored = views.progress().find(eq("_id", PROGRESS_ID)).first();
        return stored == null
                ? ProjectionCheckpoint.NONE
                : new ProjectionCheckpoint(
                        stored.getLong("position"),
                        stored.getLong("offset"),
                        stored.getDate("recordedAt").toInstant(),
                        stored.get("unshown", 0L));
    }

    ProjectionCheckpoint apply(List<Envelope> envelopes) {
        return apply(envelopes, -1);
    }

    /**
     * Applies the events that are newer than the views.
     *
     * @param offset the topic offset of the last event
     * @throws LogGapException before anything is written
     */
    ProjectionCheckpoint apply(List<Envelope> envelopes, long offset) {
        ProjectionCheckpoint previous = progress();
        List<Envelope> newEvents = envelopes.stream()
                .filter(envelope -> envelope.position() > previous.position())
                .toList();
        long expected = previous.position() + 1;
        for (Envelope envelope : newEvents) {
            if (envelope.position() != expected) {
                throw new LogGapException(expected, envelope.position());
            }
            expected++;
        }
        if (newEvents.isEmpty()) {
            return previous;
        }
        ViewDocumentBatchUpdater updater = new ViewDocumentBatchUpdater(views, codec, newEvents);
        updater.apply();
        boolean hasMarkers = updater.write();
        ProjectionCheckpoint next = new ProjectionCheckpoint(
                expected - 1,
                offset,
                newEvents.getLast().recordedAt(),
                hasMarkers || previous.failedDocuments() > 0 ? countFailedDocuments() : 0);
        views.progress()
                .replaceOne(
                        eq("_id", PROGRESS_ID),
                        new Document("_id", PROGRESS_ID)
                                .append("position", next.position())
                                .append("offset", next.offset())
                                .append("recordedAt", Date.from(next.recordedAt()))
                                .append("unshown", next.failedDocuments()),
                        new ReplaceOptions().upsert(true));
        publisher.publishEvent(new ViewsChanged(updater.changes()));
        return next;
    }

    private long countFailedDocuments() {
        return Stream.of(views.steps(), views.patients(), views.journal())
                .mapToLong(view -> view.countDocuments(exists(DocumentOrMarkerWriter.FAILURE)))
                .sum();
    }
}
