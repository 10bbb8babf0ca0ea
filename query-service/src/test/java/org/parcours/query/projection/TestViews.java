package org.parcours.query.projection;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.parcours.events.Envelope;
import org.parcours.events.PatientId;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewProgress;
import org.parcours.query.store.ViewQuery;
import org.parcours.query.store.ViewStore;
import org.parcours.query.store.jdbc.JdbcViewStore;
import org.parcours.query.timeline.EntryCursor;
import org.parcours.query.timeline.EntryFilter;
import org.parcours.query.timeline.EntryPage;
import org.parcours.query.timeline.PageSize;
import org.parcours.query.timeline.PatientTimeline;
import org.parcours.query.timeline.PatientTimelineReader;
import org.parcours.query.timeline.fold.Stay;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.timeline.fold.ValidTimeCutoff;
import org.parcours.query.views.CurrentViews;
import org.parcours.query.views.EntryOrder;
import org.parcours.query.views.StoredEntry;
import org.parcours.query.views.TimelineHead;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.web.WebUiProperties;

/** Views in a real store, projected and read without Spring and Kafka. */
public final class TestViews implements AutoCloseable {

    /** What a patient's pages show, in one value. */
    public record Shown(List<StoredEntry> entries, List<Stay> stays, TimelineHead head) {

        /** Each entry as it is stored. */
        List<String> entriesAsJson() {
            return entries.stream()
                    .map(entry -> new EventCodec().mapper().writeValueAsString(entry))
                    .toList();
        }

        static Shown of(Timeline replayed) {
            return new Shown(
                    replayed.entries().stream()
                            .sorted(EntryOrder.comparator(HOSPITAL).reversed())
                            .map(entry -> StoredEntry.of(replayed.patient().id(), entry))
                            .toList(),
                    replayed.stays(),
                    new TimelineHead(
                            replayed.patient(),
                            records(replayed),
                            identityAnomalies(replayed),
                            counts(replayed),
                            replayed.position()));
        }
    }

    public static final ZoneId HOSPITAL = ZoneId.of("Europe/Paris");
    private static final WebUiProperties SETTINGS =
            new WebUiProperties(HOSPITAL, 10, Duration.ofSeconds(15), 25, 20_000);

    /** A lease that is shorter than a large batch takes. */
    private static final ProjectionProperties PROJECTION =
            new ProjectionProperties(Duration.ofSeconds(45), Duration.ofSeconds(30), Duration.ofSeconds(1), 5000);

    final List<Object> published = new ArrayList<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final ViewStore store;
    public final CurrentViews views;
    final ViewProjector projector;
    final PatientTimelineReader reader;

    public TestViews(ViewStore store) {
        this.store = store;
        views = new CurrentViews(store, "test");
        projector = new ViewProjector(views, new EventCodec(), SETTINGS, PROJECTION, published::add, meters);
        reader = new PatientTimelineReader(views, new EventCodec(), SETTINGS, meters);
    }

    public static TestViews inFile(Path folder) {
        return new TestViews(JdbcViewStore.open("jdbc:sqlite:" + folder.resolve("views.db"), ViewCollections.ALL));
    }

    /** Uses a new and empty generation. */
    public void startAnew() {
        var generation = store.create("test");
        store.makeCurrent(generation);
        views.use(generation);
    }

    public ViewProgress apply(List<Envelope> events) {
        return projector.apply(events);
    }

    /** Everything a reader gets, page by page. */
    Shown shown(PatientId patient, int pageSize) {
        return reader.read(patient, timeline -> {
            List<StoredEntry> entries = new ArrayList<>();
            EntryPage page = timeline.newestFirst(EntryFilter.ALL, Optional.empty(), PageSize.ofEntries(pageSize));
            entries.addAll(page.entries());
            for (Optional<EntryCursor> next = page.next(); next.isPresent(); next = page.next()) {
                page = timeline.newestFirst(EntryFilter.ALL, next, PageSize.ofEntries(pageSize));
                entries.addAll(page.entries());
            }
            return new Shown(entries, timeline.stays(1000), timeline.head());
        });
    }

    Shown shown(PatientId patient) {
        return shown(patient, 7);
    }

    <T> T read(PatientId patient, Function<PatientTimeline, T> work) {
        return reader.read(patient, work);
    }

    static Shown replayed(PatientId patient, List<Envelope> log) {
        return Shown.of(Timeline.replay(patient, log, Optional.empty(), ValidTimeCutoff.NONE));
    }

    /** All documents of all collections, without the batch that changed a timeline. */
    Map<String, StoredDocument> everything() {
        Map<String, StoredDocument> all = new TreeMap<>();
        for (CollectionDefinition collection : ViewCollections.ALL) {
            views.read(reader -> reader.find(ViewQuery.of(collection))).forEach(document -> {
                Map<String, Object> keys = new TreeMap<>(document.keys());
                keys.remove("changed");
                keys.remove("removed");
                all.put(
                        collection.name() + " " + document.id(),
                        new StoredDocument(document.id(), keys, document.content()));
            });
        }
        return all;
    }

    private static Set<PatientId> records(Timeline timeline) {
        var records = new HashSet<PatientId>();
        records.add(timeline.patient().id());
        timeline.patient().merges().forEach(merge -> records.add(merge.absorbed()));
        return records;
    }

    private static List<Timeline.TimelineAnomaly> identityAnomalies(Timeline timeline) {
        return timeline.anomalies().stream()
                .filter(anomaly -> anomaly.entry().isEmpty())
                .toList();
    }

    private static Map<String, Map<String, Long>> counts(Timeline timeline) {
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        timeline.entries().forEach(entry -> {
            Instant start = EntryOrder.start(EntryOrder.of(entry, HOSPITAL));
            counts.computeIfAbsent(entry.kind(), _ -> new TreeMap<>())
                    .merge(Integer.toString(start.atZone(HOSPITAL).getYear()), 1L, Long::sum);
        });
        return counts;
    }

    @Override
    public void close() {
        store.close();
    }
}
