package org.parcours.query.timeline;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import java.nio.charset.StandardCharsets;
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
import org.parcours.events.Envelope;
import org.parcours.events.PatientId;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.timeline.fold.AsOf;
import org.parcours.query.timeline.fold.Relations;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.views.Views;
import org.parcours.query.web.UnknownPatient;
import org.springframework.stereotype.Component;

/** Reads timelines: as things are, from the steps; of another moment, from the journal. */
@Component
public final class Timelines {

    private final Views views;
    private final EventCodec codec;

    public Timelines(Views views, EventCodec codec) {
        this.views = views;
        this.codec = codec;
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
            identity.addAll(decode(document.getList("identity", String.class)));
            position = Math.max(position, document.getLong("position"));
        }
        Map<UUID, List<Envelope>> steps = new LinkedHashMap<>();
        for (Document step :
                views.steps().find(in("patient", ids(group.records().keySet())))) {
            steps.computeIfAbsent(UUID.fromString(step.getString("step")), id -> new ArrayList<>())
                    .addAll(decode(step.getList("envelopes", String.class)));
        }
        return Timeline.assemble(asked, group.survivor(), absorbed, identity, steps, AsOf.NOW, position);
    }

    public Timeline replay(PatientId asked, Optional<Instant> knownAt, Optional<Instant> asOf) {
        return Timeline.replay(asked, journal(asked), knownAt, new AsOf(asOf));
    }

    /** Every event that concerns the patient, whom he was ever merged with, and whom a stay came from; in log order. */
    public List<Envelope> journal(PatientId asked) {
        Set<PatientId> known = new LinkedHashSet<>(group(asked).records().keySet());
        List<Envelope> events = read(known);
        for (Set<PatientId> all = concerned(known, events); !all.equals(known); all = concerned(known, events)) {
            known = all;
            events = read(known);
        }
        return events;
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
        List<Envelope> events = new ArrayList<>();
        for (Document entry :
                views.journal().find(in("patients", ids(patients))).sort(new Document("_id", 1))) {
            events.add(decode(entry.getString("envelope")));
        }
        return events;
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

    private List<Envelope> decode(List<String> json) {
        return json.stream().map(this::decode).toList();
    }

    private Envelope decode(String json) {
        return codec.decode(json.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> ids(Set<PatientId> patients) {
        return patients.stream().map(PatientId::toString).toList();
    }
}
