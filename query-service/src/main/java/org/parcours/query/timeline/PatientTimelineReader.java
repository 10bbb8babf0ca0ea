package org.parcours.query.timeline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.parcours.events.Envelope;
import org.parcours.events.PatientId;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.store.Condition;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewQuery;
import org.parcours.query.store.ViewReader;
import org.parcours.query.timeline.fold.OwningPatientResolver;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.timeline.fold.ValidTimeCutoff;
import org.parcours.query.views.CurrentViews;
import org.parcours.query.views.TimelineHead;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.views.ViewJson;
import org.parcours.query.web.TooManyEventsException;
import org.parcours.query.web.UnknownPatientException;
import org.parcours.query.web.WebUiProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Reads timelines: the present one from the stored entries, one of another time by replaying the events. */
@Component
public final class PatientTimelineReader {

    private static final Logger LOG = LoggerFactory.getLogger(PatientTimelineReader.class);

    private final CurrentViews views;
    private final ViewJson json;
    private final ZoneId hospital;
    private final int maxReplayedEvents;
    private final Counter failedEntries;

    public PatientTimelineReader(CurrentViews views, EventCodec codec, WebUiProperties settings, MeterRegistry meters) {
        this.views = views;
        this.json = new ViewJson(codec);
        this.hospital = settings.zone();
        this.maxReplayedEvents = settings.maxReplayedEvents();
        this.failedEntries = Counter.builder("parcours.views.entries.failed")
                .description(
                        "Timeline entries shown as a marker because their step could not be folded, at each replay")
                .register(meters);
    }

    /**
     * Reads a timeline from one snapshot of the views.
     *
     * @param knownAt only events recorded by then; {@code asOf}: only what had happened by then
     */
    public <T> T read(
            PatientId requested, Optional<Instant> knownAt, Optional<Instant> asOf, Function<PatientTimeline, T> work) {
        return views.read(reader -> work.apply(
                knownAt.isEmpty() && asOf.isEmpty()
                        ? new StoredTimeline(requested, storedHead(requested, reader), reader, json)
                        : new ReplayedTimeline(replay(requested, knownAt, asOf, reader), hospital)));
    }

    /** The timeline of the present. */
    public <T> T read(PatientId requested, Function<PatientTimeline, T> work) {
        return read(requested, Optional.empty(), Optional.empty(), work);
    }

    /** The whole timeline, replayed from the events. */
    public Timeline replay(PatientId requested, Optional<Instant> knownAt, Optional<Instant> asOf) {
        return views.read(reader -> replay(requested, knownAt, asOf, reader));
    }

    private Timeline replay(PatientId requested, Optional<Instant> knownAt, Optional<Instant> asOf, ViewReader reader) {
        checkNumberOfEvents(requested, reader);
        Timeline timeline =
                Timeline.replay(requested, relatedEvents(requested, reader), knownAt, new ValidTimeCutoff(asOf));
        timeline.failedSteps().forEach(failed -> {
            LOG.error(
                    "timeline cannot show step={} event={}, a marker is shown cause={}",
                    failed.step(),
                    failed.event(),
                    failed.cause());
            failedEntries.increment();
        });
        return timeline;
    }

    private void checkNumberOfEvents(PatientId requested, ViewReader reader) {
        List<String> streams = head(requested, reader).records().stream()
                .map(record -> ViewCollections.journal(record.toString()))
                .toList();
        long events = reader.count(ViewQuery.of(ViewCollections.EVENTS, Condition.oneOf("streams", streams)));
        if (events > maxReplayedEvents) {
            throw new TooManyEventsException(events, maxReplayedEvents);
        }
    }

    public TimelineHead head(PatientId requested) {
        return views.read(reader -> head(requested, reader));
    }

    TimelineHead head(PatientId requested, ViewReader reader) {
        return json.read(storedHead(requested, reader), TimelineHead.class);
    }

    private static StoredDocument storedHead(PatientId requested, ViewReader reader) {
        String survivor = requested.toString();
        for (Optional<String> next = mergedInto(survivor, reader);
                next.isPresent();
                next = mergedInto(survivor, reader)) {
            survivor = next.get();
        }
        return reader.get(ViewCollections.TIMELINES, survivor).orElseThrow(UnknownPatientException::new);
    }

    private static Optional<String> mergedInto(String patient, ViewReader reader) {
        StoredDocument record = reader.get(ViewCollections.PATIENTS, patient).orElseThrow(UnknownPatientException::new);
        return record.text("mergedInto");
    }

    /** In log order, the events of the patient, of each record ever merged with it, and of former patients of its stays. */
    List<Envelope> relatedEvents(PatientId requested, ViewReader reader) {
        Set<PatientId> patients = new LinkedHashSet<>(head(requested, reader).records());
        List<Envelope> journal = journal(patients, reader);
        while (patients.addAll(affectedPatients(journal))) {
            journal = journal(patients, reader);
        }
        return journal;
    }

    private List<Envelope> journal(Set<PatientId> patients, ViewReader reader) {
        return StoredTimeline.events(
                reader,
                json,
                patients.stream()
                        .map(patient -> ViewCollections.journal(patient.toString()))
                        .toList());
    }

    private static Collection<PatientId> affectedPatients(List<Envelope> events) {
        return events.stream()
                .flatMap(envelope -> OwningPatientResolver.affectedPatients(envelope).stream())
                .toList();
    }

    /** All patients whose changes appear in this patient's timeline. */
    Set<PatientId> patientsShownWith(PatientId requested) {
        Set<PatientId> patients = new LinkedHashSet<>(head(requested).records());
        patients.add(requested);
        return patients;
    }

    /** The position of the last batch that changed the timeline. */
    long changed(PatientId requested) {
        return views.read(reader -> storedHead(requested, reader)).number("changed");
    }

    public long position(PatientId requested) {
        return head(requested).position();
    }
}
