package org.parcours.query.projection;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.Envelope;
import org.parcours.events.ExamEvent;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.ImagingEvent;
import org.parcours.events.LetterEvent;
import org.parcours.events.MedicationEvent;
import org.parcours.events.OtherEvent;
import org.parcours.events.PatientId;
import org.parcours.events.StayEvent;
import org.parcours.events.StayId;
import org.parcours.events.SurgeryEvent;
import org.parcours.events.codec.EventCodec;
import org.parcours.events.codec.EventType;
import org.parcours.query.timeline.fold.Relations;
import org.parcours.query.timeline.fold.StepFold;
import org.parcours.query.views.Views;
import org.parcours.query.views.ViewsChanged;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Applies events to the views, a batch at a time, by whole {@code _id}s alone.
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
        views.patients().createIndex(Indexes.ascending("identifiers.value", "identifiers.system"));
        views.patients().createIndex(Indexes.descending("lastActivity"));
        views.steps().createIndex(Indexes.ascending("patient", "start"));
        views.steps().createIndex(Indexes.ascending("kind", "status", "end"));
        views.journal().createIndex(Indexes.ascending("patients", "_id"));
    }

    Progress progress() {
        Document stored = views.progress().find(eq("_id", LOG)).first();
        return stored == null
                ? Progress.NONE
                : new Progress(
                        stored.getLong("position"),
                        stored.getLong("offset"),
                        stored.getDate("recordedAt").toInstant());
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
        Batch batch = new Batch(news);
        batch.apply();
        batch.write();
        Progress after = new Progress(expected - 1, offset, news.getLast().recordedAt());
        views.progress()
                .replaceOne(
                        eq("_id", LOG),
                        new Document("_id", LOG)
                                .append("position", after.position())
                                .append("offset", after.offset())
                                .append("recordedAt", Date.from(after.recordedAt())),
                        new ReplaceOptions().upsert(true));
        publisher.publishEvent(new ViewsChanged(batch.changes()));
        return after;
    }

    /** The documents that a batch touches: read once, changed in memory, written once. */
    private final class Batch {

        private final List<Envelope> news;
        private final Encoded encoded = new Encoded(codec);
        private final Map<String, StepDocument> steps = new HashMap<>();
        private final Map<PatientId, PatientDocument> patients = new HashMap<>();
        private final Map<PatientId, Long> changes = new LinkedHashMap<>();

        Batch(List<Envelope> news) {
            this.news = news;
        }

        void apply() {
            load();
            for (Envelope envelope : news) {
                Relations.concerned(envelope).forEach(patient -> {
                    patient(patient).take(envelope);
                    changes.put(patient, envelope.position());
                });
                StepFold.stepOf(envelope).ifPresent(step -> step(envelope, step));
                switch (envelope.event()) {
                    case PatientsMerged e -> e.absorbed().ifPresent(absorbed -> merge(envelope.subject(), absorbed));
                    case PatientsUnmerged e ->
                        e.separated()
                                .filter(separated -> !separated.equals(envelope.subject()))
                                .ifPresent(this::separate);
                    case StayReassigned e -> e.from().ifPresent(from -> reassign(envelope, from, envelope.subject()));
                    case PatientRegistered e -> {}
                    case PatientIdentityUpdated e -> {}
                    case AppointmentEvent e -> {}
                    case StayEvent e -> {}
                    case ExamEvent e -> {}
                    case ImagingEvent e -> {}
                    case SurgeryEvent e -> {}
                    case MedicationEvent e -> {}
                    case LetterEvent e -> {}
                    case OtherEvent e -> {}
                }
            }
        }

        private void load() {
            Set<String> patientIds = new LinkedHashSet<>();
            Set<String> stepIds = new LinkedHashSet<>();
            for (Envelope envelope : news) {
                Relations.concerned(envelope).forEach(patient -> patientIds.add(patient.toString()));
                StepFold.stepOf(envelope).ifPresent(step -> stepIds.add(StepDocument.id(envelope.subject(), step)));
                envelope.stay().ifPresent(stay -> stepIds.add(StepDocument.id(envelope.subject(), stay.value())));
            }
            for (Document stored : views.patients().find(in("_id", patientIds))) {
                PatientDocument document = PatientDocument.read(stored, codec);
                patients.put(document.id, document);
            }
            patientIds.forEach(id -> patients.computeIfAbsent(PatientId.of(id), PatientDocument::new));
            for (Document stored : views.steps().find(in("_id", stepIds))) {
                StepDocument document = StepDocument.read(stored, codec);
                steps.put(document.id, document);
            }
            stepIds.forEach(id -> steps.computeIfAbsent(id, Batch::fresh));
        }

        private static StepDocument fresh(String id) {
            int slash = id.indexOf('/');
            return new StepDocument(PatientId.of(id.substring(0, slash)), UUID.fromString(id.substring(slash + 1)));
        }

        private PatientDocument patient(PatientId id) {
            return patients.computeIfAbsent(id, missing -> {
                Document stored =
                        views.patients().find(eq("_id", missing.toString())).first();
                return stored == null ? new PatientDocument(missing) : PatientDocument.read(stored, codec);
            });
        }

        private StepDocument step(String id) {
            return steps.computeIfAbsent(id, missing -> {
                Document stored = views.steps().find(eq("_id", missing)).first();
                return stored == null ? fresh(missing) : StepDocument.read(stored, codec);
            });
        }

        private void step(Envelope envelope, UUID step) {
            StepDocument document = step(StepDocument.id(envelope.subject(), step));
            document.take(envelope);
            // A step goes where its stay goes.
            Optional<UUID> stay = document.stay.filter(s -> !s.equals(step));
            if (stay.isPresent()) {
                StepDocument whole = step(StepDocument.id(envelope.subject(), stay.get()));
                whole.parts.add(document.id);
                document.owner = whole.owner;
            }
        }

        private void merge(PatientId survivor, PatientId absorbed) {
            if (survivor.equals(absorbed)) {
                return;
            }
            if (isUnder(survivor, absorbed)) {
                separate(survivor);
            }
            separate(absorbed);
            patient(absorbed).mergedInto = Optional.of(survivor);
            patient(survivor).absorbed.add(absorbed);
        }

        private void separate(PatientId separated) {
            patient(separated)
                    .mergedInto
                    .ifPresent(from -> patient(from).absorbed.remove(separated));
            patient(separated).mergedInto = Optional.empty();
        }

        private boolean isUnder(PatientId patient, PatientId other) {
            for (Optional<PatientId> up = patient(patient).mergedInto;
                    up.isPresent();
                    up = patient(up.get()).mergedInto) {
                if (up.get().equals(other)) {
                    return true;
                }
            }
            return false;
        }

        private void reassign(Envelope envelope, PatientId from, PatientId to) {
            if (from.equals(to)) {
                return;
            }
            UUID stay = envelope.stay().map(StayId::value).orElseGet(() -> StepFold.stepOf(envelope)
                    .orElseThrow());
            StepDocument source = step(StepDocument.id(from, stay));
            StepDocument target = step(StepDocument.id(to, stay));
            for (PatientId former : source.receivedFrom) {
                StepDocument document = step(StepDocument.id(former, stay));
                if (document.owner.equals(from)) {
                    hand(document, to);
                }
            }
            hand(source, to);
            hand(target, to);
            target.receivedFrom.add(from);
            target.receivedFrom.addAll(source.receivedFrom);
            target.receivedFrom.remove(to);
        }

        private void hand(StepDocument stay, PatientId to) {
            stay.owner = to;
            for (String part : stay.parts) {
                StepDocument document = step(part);
                if (document.stay.filter(s -> stay.id.endsWith(s.toString())).isPresent()) {
                    document.owner = to;
                }
            }
        }

        void write() {
            replace(views.journal(), news.stream().map(this::journal).toList());
            replace(
                    views.steps(),
                    steps.values().stream().map(step -> step.write(encoded)).toList());
            replace(
                    views.patients(),
                    patients.values().stream()
                            .map(patient -> patient.write(encoded))
                            .toList());
        }

        private Document journal(Envelope envelope) {
            return new Document("_id", envelope.position())
                    .append(
                            "patients",
                            Relations.concerned(envelope).stream()
                                    .map(PatientId::toString)
                                    .toList())
                    .append("type", EventType.of(envelope.event().getClass()).toString())
                    .append("recordedAt", Date.from(envelope.recordedAt()))
                    .append("envelope", encoded.json(envelope));
        }

        private static void replace(MongoCollection<Document> collection, Collection<Document> documents) {
            if (documents.isEmpty()) {
                return;
            }
            List<WriteModel<Document>> writes = new ArrayList<>();
            documents.forEach(document -> writes.add(new ReplaceOneModel<>(
                    eq("_id", document.get("_id")), document, new ReplaceOptions().upsert(true))));
            collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
        }

        Map<PatientId, Long> changes() {
            return changes;
        }
    }
}
