package org.parcours.query.timeline;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.events.PatientId;
import org.parcours.query.timeline.fold.CurrentStay;
import org.parcours.query.timeline.fold.PatientIdentity;
import org.parcours.query.timeline.fold.Stay;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.views.EntryMark;
import org.parcours.query.views.EntryOrder;
import org.parcours.query.views.EntrySearchText;
import org.parcours.query.views.StoredEntry;
import org.parcours.query.views.TimelineHead;

/** A timeline of another time, replayed from the events into memory. */
final class ReplayedTimeline implements PatientTimeline {

    private final Timeline timeline;
    private final ZoneId hospital;
    /** Newest first. */
    private final List<TimelineEntry> entries;

    private final TimelineHead head;

    ReplayedTimeline(Timeline timeline, ZoneId hospital) {
        this.timeline = timeline;
        this.hospital = hospital;
        this.entries = timeline.entries().stream()
                .sorted(EntryOrder.comparator(hospital).reversed())
                .toList();
        this.head = head(timeline, hospital);
    }

    private static TimelineHead head(Timeline timeline, ZoneId hospital) {
        PatientIdentity patient = timeline.patient();
        Set<PatientId> records = Stream.concat(
                        Stream.of(patient.id()), patient.merges().stream().map(merge -> merge.absorbed()))
                .collect(Collectors.toSet());
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        timeline.entries().forEach(entry -> {
            Instant start = EntryOrder.start(EntryOrder.of(entry, hospital));
            counts.computeIfAbsent(entry.kind(), _ -> new TreeMap<>())
                    .merge(Integer.toString(start.atZone(hospital).getYear()), 1L, Long::sum);
        });
        return new TimelineHead(
                patient,
                records,
                timeline.anomalies().stream()
                        .filter(anomaly -> anomaly.entry().isEmpty())
                        .toList(),
                counts,
                timeline.position());
    }

    @Override
    public PatientId requested() {
        return timeline.requested();
    }

    @Override
    public TimelineHead head() {
        return head;
    }

    @Override
    public Optional<Stay> currentStay(Instant referenceTime) {
        return CurrentStay.of(timeline.stays(), referenceTime);
    }

    @Override
    public List<Stay> stays(int limit) {
        List<Stay> all = timeline.stays();
        return all.subList(Math.max(0, all.size() - limit), all.size());
    }

    @Override
    public EntryPage newestFirst(EntryFilter filter, Optional<EntryCursor> after, PageSize size) {
        return page(_ -> true, filter, after, size);
    }

    @Override
    public EntryPage past(EntryFilter filter, Instant referenceTime, Optional<EntryCursor> after, PageSize size) {
        return page(entry -> !isAhead(entry, referenceTime), filter, after, size);
    }

    private EntryPage page(
            Predicate<TimelineEntry> condition, EntryFilter filter, Optional<EntryCursor> after, PageSize size) {
        return page(
                entries.stream()
                        .filter(condition.and(entry -> matches(entry, filter)))
                        .filter(entry ->
                                after.map(cursor -> compare(entry, cursor) < 0).orElse(true)),
                size);
    }

    private EntryPage page(Stream<TimelineEntry> shown, PageSize size) {
        EntryPage.Builder page = new EntryPage.Builder(size);
        return shown.allMatch(entry -> page.add(cursor(entry), 0, () -> stored(entry)))
                ? page.lastPage()
                : page.beforeOthers();
    }

    private StoredEntry stored(TimelineEntry entry) {
        return StoredEntry.of(head.patient().id(), entry);
    }

    private int compare(TimelineEntry entry, EntryCursor cursor) {
        return Comparator.comparing(EntryCursor::sort)
                .thenComparing(EntryCursor::entry)
                .compare(cursor(entry), cursor);
    }

    private EntryCursor cursor(TimelineEntry entry) {
        return new EntryCursor(EntryOrder.of(entry, hospital), entry.id());
    }

    private boolean isAhead(TimelineEntry entry, Instant referenceTime) {
        return EntryOrder.aheadUntil(entry, hospital).isAfter(referenceTime);
    }

    private static boolean matches(TimelineEntry entry, EntryFilter filter) {
        String text = filter.words().isEmpty() ? "" : EntrySearchText.of(entry);
        return filter.kinds().map(kinds -> kinds.contains(entry.kind())).orElse(true)
                && filter.words().stream().allMatch(text::contains);
    }

    @Override
    public EntryPage ahead(EntryFilter filter, Instant referenceTime, PageSize size) {
        return page(
                entries.reversed().stream().filter(entry -> isAhead(entry, referenceTime) && matches(entry, filter)),
                size);
    }

    @Override
    public List<StoredEntry> flagged(int limit) {
        return entries.stream()
                .filter(entry -> !entry.anomalies().isEmpty())
                .limit(limit)
                .map(this::stored)
                .toList();
    }

    @Override
    public long flaggedCount() {
        return entries.stream().filter(entry -> !entry.anomalies().isEmpty()).count();
    }

    @Override
    public List<EntryMark> marks(EntryFilter filter) {
        return entries.stream()
                .filter(entry -> matches(entry, filter))
                .map(entry -> EntryMark.of(entry, hospital))
                .sorted(Comparator.comparing(EntryMark::start))
                .toList();
    }

    @Override
    public long changed() {
        return timeline.position();
    }

    /** A past state does not change. */
    @Override
    public Optional<TimelineChanges> changesAfter(long position, EntryFilter filter, int limit) {
        return Optional.empty();
    }

    @Override
    public Optional<TimelineEntry> entry(String id) {
        return entries.stream().filter(entry -> entry.id().equals(id)).findFirst();
    }
}
