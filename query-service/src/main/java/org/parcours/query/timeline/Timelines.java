package org.parcours.query.timeline;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.parcours.events.Anomaly;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.events.PatientId;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.timeline.fold.AsOf;
import org.parcours.query.timeline.fold.Relations;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.views.StoredEvents;
import org.parcours.query.views.Views;
import org.parcours.query.web.UnknownPatient;
import org.springframework.stereotype.Component;

/** Reads timelines: as things are, from the steps; of another moment, from the journal. */
@Component
public final class Timelines {

    private final Views views;
    private final StoredEvents events;

    public Timelines(Views views, EventCodec codec) {
        this.views = views;
        this.events = new StoredEvents(views, codec);
    }

    /** The records that are shown as one, by id; the survivor's is first. */
    private record Group(PatientId survivor, Map<PatientId, Document> records) {}

    public Timeline timeline(PatientId asked, Optional<Instant> knownAt, Optional<Instant> asOf) {
        return knownAt.isEmpty() && asOf.isEmpty() ? live(asked) : replay(asked, knownAt, asOf);
    }

    public Timeline live(PatientId asked) {
        Group group = group(asked);
        Set<PatientId> absorbed = new HashSet<>(group.records().keySet());
        absorbed.remove(group.survivor());
        List<Envelope> identity = new ArrayList<>();
        long position = 0;
        for (Document document : group.records().values()) {
            identity.addAll(events.of(document, "identity"));
            position = Math.max(position, document.getLong("position"));
        }
        Map<UUID, List<Envelope>> steps = new LinkedHashMap<>();
        for (Document step :
                views.steps().find(in("patient", ids(group.records().keySet())))) {
            steps.computeIfAbsent(UUID.fromString(step.getString("step")), id -> new ArrayList<>())
                    .addAll(events.of(step, "envelopes"));
        }
        return Timeline.assemble(asked, group.survivor(), absorbed, identity, steps, AsOf.NOW, position)
                .alsoFlagged(lacking(group));
    }

    public Timeline replay(PatientId asked, Optional<Instant> knownAt, Optional<Instant> asOf) {
        return Timeline.replay(asked, journal(asked), knownAt, new AsOf(asOf)).alsoFlagged(lacking(group(asked)));
    }

    /** What the views could not take of these records: their timeline says that it is not whole. */
    private static List<Timeline.Flag> lacking(Group group) {
        return group.records().values().stream()
                .flatMap(record -> Optional.ofNullable(record.get("lacking", Document.class)).stream())
                .map(event -> new Timeline.Flag(
                        Anomaly.of(Anomaly.Code.CANNOT_BE_SHOWN),
                        Optional.empty(),
                        EventId.of(event.getString("event")),
                        event.getDate("recordedAt").toInstant()))
                .toList();
    }

    /** Every event that concerns the patient, whom he was ever merged with, and whom a stay came from; in log order. */
    public List<Envelope> journal(PatientId asked) {
        Set<PatientId> known = new LinkedHashSet<>(group(asked).records().keySet());
        List<Envelope> journal = read(known);
        for (Set<PatientId> all = concerned(known, journal); !all.equals(known); all = concerned(known, journal)) {
            known = all;
            journal = read(known);
        }
        return journal;
    }

    /** Everybody whose changes show in this patient's timeline. */
    Set<PatientId> shownWith(PatientId asked) {
        Set<PatientId> all = new LinkedHashSet<>(group(asked).records().keySet());
        all.add(asked);
        return all;
    }

    public long position(PatientId asked) {
        return group(asked).records().values().stream()
                .mapToLong(document -> document.getLong("position"))
                .max()
                .orElse(0);
    }

    private static Set<PatientId> concerned(Set<PatientId> known, List<Envelope> events) {
        Set<PatientId> all = new LinkedHashSet<>(known);
        events.forEach(envelope -> all.addAll(Relations.concerned(envelope)));
        return all;
    }

    private List<Envelope> read(Set<PatientId> patients) {
        return events.inJournal(
                views.journal().find(in("patients", ids(patients))).sort(new Document("_id", 1)));
    }

    private Group group(PatientId asked) {
        Document at = record(asked).orElseThrow(UnknownPatient::new);
        while (at.getString("mergedInto") != null) {
            at = record(PatientId.of(at.getString("mergedInto"))).orElseThrow();
        }
        Map<PatientId, Document> records = new LinkedHashMap<>();
        Deque<Document> todo = new ArrayDeque<>(List.of(at));
        while (!todo.isEmpty()) {
            Document next = todo.removeFirst();
            if (records.putIfAbsent(PatientId.of(next.getString("_id")), next) == null) {
                next.getList("absorbed", String.class)
                        .forEach(id -> record(PatientId.of(id)).ifPresent(todo::add));
            }
        }
        return new Group(PatientId.of(at.getString("_id")), records);
    }

    private Optional<Document> record(PatientId id) {
        return Optional.ofNullable(
                views.patients().find(eq("_id", id.toString())).first());
    }

    private static List<String> ids(Set<PatientId> patients) {
        return patients.stream().map(PatientId::toString).toList();
    }
}
