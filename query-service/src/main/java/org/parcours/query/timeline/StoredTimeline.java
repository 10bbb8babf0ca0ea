package org.parcours.query.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.parcours.events.Envelope;
import org.parcours.events.PatientId;
import org.parcours.events.StepStatus;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.Condition;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewQuery;
import org.parcours.query.store.ViewReader;
import org.parcours.query.timeline.fold.CurrentStay;
import org.parcours.query.timeline.fold.Stay;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.views.EntryMark;
import org.parcours.query.views.StoredEntry;
import org.parcours.query.views.TimelineHead;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.views.ViewJson;

/** The timeline in the views, as of one snapshot. */
final class StoredTimeline implements PatientTimeline {

    private static final int MAX_CANDIDATES = 50;
    private static final int FIRST_CHUNK = 12;

    /** A plan with a year only is still to come for so long after its first moment. */
    private static final Duration LONGEST_PLAN = Duration.ofDays(366);

    private final PatientId requested;
    private final TimelineHead head;
    /** The document of the head. */
    private final StoredDocument stored;

    private final ViewReader reader;
    private final ViewJson json;

    StoredTimeline(PatientId requested, StoredDocument stored, ViewReader reader, ViewJson json) {
        this.requested = requested;
        this.stored = stored;
        this.head = json.read(stored, TimelineHead.class);
        this.reader = reader;
        this.json = json;
    }

    @Override
    public PatientId requested() {
        return requested;
    }

    @Override
    public TimelineHead head() {
        return head;
    }

    @Override
    public Optional<Stay> currentStay(Instant referenceTime) {
        List<Stay> candidates = new ArrayList<>();
        candidates.addAll(stays(staysWith(StepStatus.IN_PROGRESS)
                .descendingBy("status", "start")
                .limitedTo(MAX_CANDIDATES)));
        candidates.addAll(stays(query(
                        ViewCollections.STAYS,
                        Condition.equal("status", StepStatus.PLANNED.name()),
                        new Condition.Between(
                                "start", referenceTime.minus(LONGEST_PLAN).toEpochMilli(), Long.MAX_VALUE))
                .ascendingBy("status", "start")
                .limitedTo(MAX_CANDIDATES)));
        candidates.addAll(
                stays(staysWith(StepStatus.DONE).descendingBy("status", "start").limitedTo(1)));
        return CurrentStay.of(candidates, referenceTime);
    }

    private ViewQuery staysWith(StepStatus status) {
        return query(ViewCollections.STAYS, Condition.equal("status", status.name()));
    }

    @Override
    public List<Stay> stays(int limit) {
        return stays(query(ViewCollections.STAYS).descendingBy("start").limitedTo(limit))
                .reversed();
    }

    private List<Stay> stays(ViewQuery query) {
        return reader.find(query).stream()
                .map(document -> json.read(document, Stay.class))
                .toList();
    }

    @Override
    public EntryPage newestFirst(EntryFilter filter, Optional<EntryCursor> after, PageSize size) {
        return page(filter, List.of(), after, size, this::entry);
    }

    @Override
    public EntryPage past(EntryFilter filter, Instant referenceTime, Optional<EntryCursor> after, PageSize size) {
        return page(
                filter,
                List.of(new Condition.Between("ahead", Long.MIN_VALUE, referenceTime.toEpochMilli() + 1)),
                after,
                size,
                json::readListed);
    }

    /** Reads a few at a time, so that it does not read many long ones that the page does not show. */
    private EntryPage page(
            EntryFilter filter,
            List<Condition> conditions,
            Optional<EntryCursor> after,
            PageSize size,
            Function<StoredDocument, StoredEntry> read) {
        if (filter.excludesAll()) {
            return EntryPage.EMPTY;
        }
        List<Condition> all = new ArrayList<>(conditions);
        all.addAll(conditions(filter));
        ViewQuery query =
                query(ViewCollections.ENTRIES, all.toArray(Condition[]::new)).descendingBy("sort");
        EntryPage.Builder page = new EntryPage.Builder(size);
        int chunk = FIRST_CHUNK;
        while (true) {
            int wanted = Math.min(chunk, page.remaining());
            List<StoredDocument> found = reader.find(
                    startingAfter(query, page.last().or(() -> after)).limitedTo(wanted + 1));
            if (!add(found, page, read)) {
                return page.beforeOthers();
            }
            if (found.size() <= wanted) {
                return page.lastPage();
            }
            chunk *= 2;
        }
    }

    private static boolean add(
            List<StoredDocument> found, EntryPage.Builder page, Function<StoredDocument, StoredEntry> read) {
        for (StoredDocument document : found) {
            if (!page.add(cursor(document), document.content().length, () -> read.apply(document))) {
                return false;
            }
        }
        return true;
    }

    private ViewQuery startingAfter(ViewQuery query, Optional<EntryCursor> after) {
        return after.map(cursor -> query.startingAfter(List.of(cursor.sort(), patient() + "/" + cursor.entry())))
                .orElse(query);
    }

    private static EntryCursor cursor(StoredDocument document) {
        return new EntryCursor(document.text("sort").orElseThrow(), entryId(document));
    }

    private static String entryId(StoredDocument document) {
        return document.id().substring(document.id().indexOf('/') + 1);
    }

    private static List<Condition> conditions(EntryFilter filter) {
        List<Condition> conditions = new ArrayList<>();
        filter.kinds().ifPresent(kinds -> conditions.add(Condition.oneOf("kind", kinds)));
        filter.words().forEach(word -> conditions.add(new Condition.Contains("text", word)));
        return conditions;
    }

    @Override
    public EntryPage ahead(EntryFilter filter, Instant referenceTime, PageSize size) {
        if (filter.excludesAll()) {
            return EntryPage.EMPTY;
        }
        List<Condition> all = new ArrayList<>(
                List.of(new Condition.Between("planned", referenceTime.toEpochMilli() + 1, Long.MAX_VALUE)));
        all.addAll(conditions(filter));
        EntryPage.Builder page = new EntryPage.Builder(size);
        List<StoredDocument> found = reader.find(query(ViewCollections.ENTRIES, all.toArray(Condition[]::new))
                .ascendingBy("planned", "sort")
                .limitedTo(size.entries() + 1));
        return add(found, page, json::readListed) ? page.lastPage() : page.beforeOthers();
    }

    @Override
    public List<StoredEntry> flagged(int limit) {
        return reader
                .find(query(ViewCollections.ENTRIES, new Condition.Prefix("flagged", ""))
                        .descendingBy("flagged")
                        .limitedTo(limit))
                .stream()
                .map(json::readListed)
                .toList();
    }

    @Override
    public long flaggedCount() {
        return reader.count(query(ViewCollections.ENTRIES, new Condition.Prefix("flagged", "")));
    }

    @Override
    public List<EntryMark> marks(EntryFilter filter) {
        List<EntryMark> marks = new ArrayList<>();
        List<Condition> words = conditions(new EntryFilter(Optional.empty(), filter.words()));
        reader.forEachKeys(
                query(ViewCollections.ENTRIES, words.toArray(Condition[]::new)).ascendingBy("mark"),
                List.of("mark"),
                document -> {
                    EntryMark mark = EntryMark.parse(
                            entryId(document), document.text("mark").orElseThrow());
                    if (filter.kinds().map(kinds -> kinds.contains(mark.kind())).orElse(true)) {
                        marks.add(mark);
                    }
                });
        return marks;
    }

    @Override
    public long changed() {
        return stored.number("changed");
    }

    @Override
    public Optional<TimelineChanges> changesAfter(long position, EntryFilter filter, int limit) {
        List<String> ids = new ArrayList<>();
        reader.forEachKeys(
                query(ViewCollections.ENTRIES, new Condition.Between("changed", position + 1, Long.MAX_VALUE))
                        .ascendingBy("mark"),
                List.of("mark"),
                document -> ids.add(document.id()));
        if (ids.size() > limit || stored.number("removed") > position) {
            return Optional.empty();
        }
        Collection<StoredDocument> documents =
                reader.getAll(ViewCollections.ENTRIES, ids).values();
        return Optional.of(new TimelineChanges(
                ids.stream().map(id -> id.substring(id.indexOf('/') + 1)).collect(Collectors.toSet()),
                documents.stream()
                        .filter(document -> matches(document, filter))
                        .map(json::readListed)
                        .toList()));
    }

    private static boolean matches(StoredDocument document, EntryFilter filter) {
        String text = document.text("text").orElse("");
        return filter.kinds()
                        .map(kinds -> kinds.contains(document.text("kind").orElseThrow()))
                        .orElse(true)
                && filter.words().stream().allMatch(text::contains);
    }

    private StoredEntry entry(StoredDocument document) {
        return json.read(document, StoredEntry.class);
    }

    /** Folds again the steps that are shown as the entry's step: the events are the only source of the history. */
    @Override
    public Optional<TimelineEntry> entry(String id) {
        return reader.get(ViewCollections.ENTRIES, patient() + "/" + id).flatMap(document -> {
            UUID step = entry(document).entry().step();
            return StepReplay.of(reader, json, head.records(), step).stream()
                    .filter(entry -> entry.id().equals(id))
                    .findFirst();
        });
    }

    private String patient() {
        return head.patient().id().toString();
    }

    private ViewQuery query(CollectionDefinition collection, Condition... conditions) {
        List<Condition> all = new ArrayList<>(List.of(Condition.equal("patient", patient())));
        all.addAll(List.of(conditions));
        return ViewQuery.of(collection, all.toArray(Condition[]::new));
    }

    static List<Envelope> events(ViewReader reader, ViewJson json, Collection<String> streams) {
        return reader.find(ViewQuery.of(ViewCollections.EVENTS, Condition.oneOf("streams", streams))).stream()
                .map(json::readEvent)
                .toList();
    }
}
