package org.parcours.query.update;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.parcours.events.Envelope;
import org.parcours.events.SupportedYears;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.Condition;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewQuery;
import org.parcours.query.store.ViewReader;
import org.parcours.query.timeline.fold.ShownStep;
import org.parcours.query.timeline.fold.Stay;
import org.parcours.query.timeline.fold.Timeline.FailedStep;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.timeline.fold.ValidTimeCutoff;
import org.parcours.query.update.AffectedSteps.ShownStepId;
import org.parcours.query.views.EntryMark;
import org.parcours.query.views.EntryOrder;
import org.parcours.query.views.EntrySearchText;
import org.parcours.query.views.StepRecord;
import org.parcours.query.views.StoredEntry;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.views.ViewJson;

/** Folds the steps that a batch affects, and writes their entries and stays in place of the former ones. */
final class TimelineUpdater {

    private static final int MAX_STEPS_A_QUERY = 500;

    private final ViewJson json;
    private final ZoneId hospital;
    private final EventStreams streams;
    private final DocumentSet entries;
    private final DocumentSet stays;
    /** The position of the last event of the batch. */
    private final long changed;

    private final List<FailedStep> failedSteps = new ArrayList<>();

    TimelineUpdater(ViewReader reader, ViewJson json, ZoneId hospital, EventStreams streams, long changed) {
        this.changed = changed;
        this.json = json;
        this.hospital = hospital;
        this.streams = streams;
        this.entries = new DocumentSet(ViewCollections.ENTRIES, reader);
        this.stays = new DocumentSet(ViewCollections.STAYS, reader);
    }

    DocumentSet entries() {
        return entries;
    }

    DocumentSet stays() {
        return stays;
    }

    List<FailedStep> failedSteps() {
        return failedSteps;
    }

    void update(AffectedSteps affected, StepRecordUpdater steps) {
        removeFormer(affected);
        Map<String, List<Envelope>> events = streams.read(
                affected.byShownStep().keySet().stream()
                        .flatMap(shown -> affected.recordedAs(shown).stream())
                        .map(StepRecord::id)
                        .toList(),
                steps::isStored);
        affected.byShownStep().keySet().parallelStream()
                .map(shown -> fold(shown, affected, events))
                .flatMap(Optional::stream)
                .toList()
                .forEach(this::write);
    }

    /** A step of one timeline, folded, as documents. */
    private record FoldedStep(
            List<StoredDocument> entries, Optional<StoredDocument> stay, Optional<FailedStep> failure) {}

    private Optional<FoldedStep> fold(ShownStepId shown, AffectedSteps affected, Map<String, List<Envelope>> events) {
        List<Envelope> ofStep = affected.recordedAs(shown).stream()
                .flatMap(step -> events.getOrDefault(step.id(), List.of()).stream())
                .toList();
        if (ofStep.isEmpty()) {
            return Optional.empty();
        }
        ShownStep step = ShownStep.fold(shown.step(), ofStep, affected.union(shown.shownUnder()), ValidTimeCutoff.NONE);
        String place = place(shown, shown.step());
        return Optional.of(new FoldedStep(
                step.entries().stream()
                        .map(entry ->
                                document(shown, place, entry, step.failure().isPresent()))
                        .toList(),
                step.stay().map(stay -> document(shown, place, stay)),
                step.failure()));
    }

    /** What was stored under the step has been read: {@link #removeFormer}. */
    private void write(FoldedStep step) {
        step.failure().ifPresent(failedSteps::add);
        step.entries().forEach(entry -> entries.insertUnlessOnlyKeyDiffers(entry, "changed"));
        step.stay().ifPresent(stays::insert);
    }

    /** New steps have no former entries. */
    private void removeFormer(AffectedSteps affected) {
        Set<String> places = new HashSet<>();
        affected.byShownStep().forEach((shown, ids) -> {
            if (affected.mayHaveEntries(shown)) {
                ids.forEach(id -> places.add(place(shown, id)));
            }
        });
        List<String> all = List.copyOf(places);
        for (int from = 0; from < all.size(); from += MAX_STEPS_A_QUERY) {
            List<String> some = all.subList(from, Math.min(all.size(), from + MAX_STEPS_A_QUERY));
            remove(entries, ViewCollections.ENTRIES, some);
            remove(stays, ViewCollections.STAYS, some);
        }
    }

    private static void remove(DocumentSet documents, CollectionDefinition collection, List<String> places) {
        documents
                .findStored(ViewQuery.of(collection, Condition.oneOf("step", places)))
                .forEach(document -> documents.remove(document.id()));
    }

    private static String place(ShownStepId shown, UUID step) {
        return shown.shownUnder() + "/" + step;
    }

    private StoredDocument document(ShownStepId shown, String place, TimelineEntry entry, boolean failed) {
        String sort = EntryOrder.of(entry, hospital);
        long ahead = millis(EntryOrder.aheadUntil(entry, hospital));
        Map<String, Object> keys = new HashMap<>(Map.of(
                "patient",
                shown.shownUnder().toString(),
                "sort",
                sort,
                "kind",
                entry.kind(),
                "step",
                place,
                "ahead",
                ahead,
                "failed",
                failed ? 1L : 0L,
                "text",
                EntrySearchText.of(entry),
                "mark",
                EntryMark.of(entry, hospital).text(),
                "changed",
                changed));
        if (!entry.anomalies().isEmpty()) {
            keys.put("flagged", sort);
        }
        if (ahead > millis(entry.recordedAt())) {
            keys.put("planned", ahead);
        }
        return new StoredDocument(
                shown.shownUnder() + "/" + entry.id(), keys, json.write(StoredEntry.of(shown.shownUnder(), entry)));
    }

    private StoredDocument document(ShownStepId shown, String place, Stay stay) {
        return new StoredDocument(
                shown.shownUnder() + "/" + stay.id(),
                Map.of(
                        "patient", shown.shownUnder().toString(),
                        "status", stay.status().name(),
                        "start", millis(stay.start()),
                        "step", place),
                json.write(stay));
    }

    private static long millis(Instant instant) {
        return SupportedYears.nearest(instant).toEpochMilli();
    }

    /** How many more entries than before are markers. */
    long moreFailedEntries() {
        return entries.changes().stream()
                .mapToLong(change -> failed(change.after().stream().toList())
                        - failed(change.before().stream().toList()))
                .sum();
    }

    private static long failed(Collection<StoredDocument> documents) {
        return documents.stream()
                .mapToLong(document -> document.number("failed"))
                .sum();
    }
}
