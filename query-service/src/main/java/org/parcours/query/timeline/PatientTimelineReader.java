package org.parcours.query.timeline;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
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
import org.parcours.query.timeline.fold.OwningPatientResolver;
import org.parcours.query.timeline.fold.PatientJournal;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.timeline.fold.ValidTimeCutoff;
import org.parcours.query.views.EmbeddedEventListMapper;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.web.UnknownPatientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Reads timelines: the current one from the {@code steps} view, one of another time by replaying the journal. */
@Component
public final class PatientTimelineReader {

    private static final Logger LOG = LoggerFactory.getLogger(PatientTimelineReader.class);

    private final ViewCollections views;
    private final EmbeddedEventListMapper eventMapper;
    private final Counter failedEntries;

    public PatientTimelineReader(ViewCollections views, EventCodec codec, MeterRegistry meters) {
        this.views = views;
        this.eventMapper = new EmbeddedEventListMapper(views, codec);
        this.failedEntries = Counter.builder("parcours.views.entries.failed")
                .description("Timeline entries shown as a marker because their step could not be folded, at each read")
                .register(meters);
    }

    /** The records that are merged into one, by id; the survivor's comes first. */
    private record MergeGroup(PatientId survivor, Map<PatientId, Document> records) {}

    public Timeline timeline(PatientId requested, Optional<Instant> knownAt, Optional<Instant> asOf) {
        return knownAt.isEmpty() && asOf.isEmpty() ? live(requested) : replay(requested, knownAt, asOf);
    }

    public Timeline live(PatientId requested) {
        MergeGroup group = group(requested);
        Set<PatientId> absorbed = new HashSet<>(group.records().keySet());
        absorbed.remove(group.survivor());
        List<Envelope> identity = new ArrayList<>();
        long position = 0;
        for (Document document : group.records().values()) {
            identity.addAll(eventMapper.read(document, "identity"));
            position = Math.max(position, document.getLong("position"));
        }
        Map<UUID, List<Envelope>> steps = new LinkedHashMap<>();
        for (Document step :
                views.steps().find(in("patient", ids(group.records().keySet())))) {
            steps.computeIfAbsent(UUID.fromString(step.getString("step")), id -> new ArrayList<>())
                    .addAll(eventMapper.read(step, "envelopes"));
        }
        Timeline timeline = Timeline.assemble(
                requested, group.survivor(), absorbed, identity, steps, ValidTimeCutoff.NONE, position);
        reportFailures(timeline);
        return timeline.withAnomalies(incompleteAnomalies(group));
    }

    public Timeline replay(PatientId requested, Optional<Instant> knownAt, Optional<Instant> asOf) {
        Timeline timeline = Timeline.replay(requested, relatedEvents(requested), knownAt, new ValidTimeCutoff(asOf));
        reportFailures(timeline);
        return timeline.withAnomalies(incompleteAnomalies(group(requested)));
    }

    private void reportFailures(Timeline timeline) {
        timeline.failedSteps().forEach(failed -> {
            LOG.error(
                    "timeline cannot show step={} event={}, a marker is shown cause={}",
                    failed.step(),
                    failed.event(),
                    failed.cause());
            failedEntries.increment();
        });
    }

    /** One anomaly for each record with an event that the views could not hold: its timeline is incomplete. */
    private static List<Timeline.TimelineAnomaly> incompleteAnomalies(MergeGroup group) {
        return group.records().values().stream()
                .flatMap(record -> Optional.ofNullable(record.get("lacking", Document.class)).stream())
                .map(event -> new Timeline.TimelineAnomaly(
                        Anomaly.of(Anomaly.Code.CANNOT_BE_SHOWN),
                        Optional.empty(),
                        EventId.of(event.getString("event")),
                        event.getDate("recordedAt").toInstant()))
                .toList();
    }

    /** The events that belong to the patient at present. */
    public PatientJournal journal(PatientId requested) {
        return PatientJournal.of(requested, relatedEvents(requested));
    }

    /** In log order, the events of the patient, of each record ever merged with it, and of former patients of its stays. */
    private List<Envelope> relatedEvents(PatientId requested) {
        Set<PatientId> patients = new LinkedHashSet<>(group(requested).records().keySet());
        List<Envelope> journal = readJournal(patients);
        while (patients.addAll(affectedPatients(journal))) {
            journal = readJournal(patients);
        }
        return journal;
    }

    /** All patients whose changes appear in this patient's timeline. */
    Set<PatientId> patientsShownWith(PatientId requested) {
        Set<PatientId> patients = new LinkedHashSet<>(group(requested).records().keySet());
        patients.add(requested);
        return patients;
    }

    public long position(PatientId requested) {
        return group(requested).records().values().stream()
                .mapToLong(document -> document.getLong("position"))
                .max()
                .orElse(0);
    }

    private static List<PatientId> affectedPatients(List<Envelope> events) {
        return events.stream()
                .flatMap(envelope -> OwningPatientResolver.affectedPatients(envelope).stream())
                .toList();
    }

    private List<Envelope> readJournal(Set<PatientId> patients) {
        return eventMapper.readJournal(
                views.journal().find(in("patients", ids(patients))).sort(new Document("_id", 1)));
    }

    private MergeGroup group(PatientId requested) {
        Document record = findRecord(requested).orElseThrow(UnknownPatientException::new);
        // While a batch is written, two records may be merged into each other for a moment.
        Set<String> seen = new HashSet<>();
        while (record.getString("mergedInto") != null && seen.add(record.getString("_id"))) {
            record = findRecord(PatientId.of(record.getString("mergedInto"))).orElseThrow();
        }
        Map<PatientId, Document> records = new LinkedHashMap<>();
        List<Document> level = List.of(record);
        while (!level.isEmpty()) {
            List<String> added = new ArrayList<>();
            for (Document next : level) {
                if (records.putIfAbsent(PatientId.of(next.getString("_id")), next) == null) {
                    added.add(next.getString("_id"));
                }
            }
            level = views.patients().find(in("mergedInto", added)).into(new ArrayList<>());
        }
        return new MergeGroup(PatientId.of(record.getString("_id")), records);
    }

    private Optional<Document> findRecord(PatientId id) {
        return Optional.ofNullable(
                views.patients().find(eq("_id", id.toString())).first());
    }

    private static List<String> ids(Set<PatientId> patients) {
        return patients.stream().map(PatientId::toString).toList();
    }
}
