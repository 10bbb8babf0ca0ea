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
import org.parcours.query.views.Views;
import org.parcours.query.views.ViewsChanged;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Applies events to the views, a batch at a time, by whole {@code _id}s alone, but for a stay that changes hands. What
 * cannot be shown is marked and holds up nothing else (ProjectionContract.a_step_that_cannot_be_shown_…).
 *
 * <p>One process projects into one database: two would overwrite each other's documents.
 */
@Component
final class Projection {

    private static final String LOG = "parcours.events";

    private final Views views;
    private final EventCodec codec;
    private final ApplicationEventPublisher publisher;

    Projection(Views views, EventCodec codec, ApplicationEventPublisher publisher) {
        this.views = views;
        this.codec = codec;
        this.publisher = publisher;
    }

    /** Said again at every start: an index that is there stays. */
    void createIndexes() {
        views.patients().createIndex(Indexes.ascending("words"));
        views.patients().createIndex(Indexes.ascending("birthDate"));
        views.patients().createIndex(Indexes.ascending("identifiers.value", "identifiers.system"));
        views.patients().createIndex(Indexes.descending("lastActivity"));
        views.steps().createIndex(Indexes.ascending("patient", "start"));
        views.steps().createIndex(Indexes.ascending("kind", "status", "end"));
        views.steps().createIndex(Indexes.ascending("recordedFor", "stay"));
        views.steps().createIndex(Indexes.ascending("visits"), new IndexOptions().sparse(true));
        views.journal().createIndex(Indexes.ascending("patients", "_id"));
    }

    Progress progress() {
        Document stored = views.progress().find(eq("_id", LOG)).first();
        return stored == null
                ? Progress.NONE
                : new Progress(
                        stored.getLong("position"),
                        stored.getLong("offset"),
                        stored.getDate("recordedAt").toInstant(),
                        stored.get("unshown", 0L));
    }

    Progress apply(List<Envelope> envelopes) {
        return apply(envelopes, -1);
    }

    /**
     * Applies what is newer than the views.
     *
     * @param offset the topic's offset of the last of them
     * @throws GapInLog before anything is written
     */
    Progress apply(List<Envelope> envelopes, long offset) {
        Progress before = progress();
        List<Envelope> news = envelopes.stream()
                .filter(envelope -> envelope.position() > before.position())
                .toList();
        long expected = before.position() + 1;
        for (Envelope envelope : news) {
            if (envelope.position() != expected) {
                throw new GapInLog(expected, envelope.position());
            }
            expected++;
        }
        if (news.isEmpty()) {
            return before;
        }
        Batch batch = new Batch(views, codec, news);
        batch.apply();
        boolean marked = batch.write();
        Progress after = new Progress(
                expected - 1, offset, news.getLast().recordedAt(), marked || before.unshown() > 0 ? unshown() : 0);
        views.progress()
                .replaceOne(
                        eq("_id", LOG),
                        new Document("_id", LOG)
                                .append("position", after.position())
                                .append("offset", after.offset())
                                .append("recordedAt", Date.from(after.recordedAt()))
                                .append("unshown", after.unshown()),
                        new ReplaceOptions().upsert(true));
        publisher.publishEvent(new ViewsChanged(batch.changes()));
        return after;
    }

    private long unshown() {
        return Stream.of(views.steps(), views.patients(), views.journal())
                .mapToLong(view -> view.countDocuments(exists(Marking.UNSHOWN)))
                .sum();
    }
}
