package org.parcours.query.timeline;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.parcours.events.PatientId;
import org.parcours.query.store.Condition;
import org.parcours.query.store.ViewQuery;
import org.parcours.query.store.ViewReader;
import org.parcours.query.timeline.fold.ShownStep;
import org.parcours.query.timeline.fold.StepUnion;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.timeline.fold.ValidTimeCutoff;
import org.parcours.query.views.StepRecord;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.views.ViewJson;

/** Folds one step from the stored events. */
final class StepReplay {

    private StepReplay() {}

    /**
     * The entries of a step as the patient's timeline shows it, with their complete history.
     *
     * @param records the patient's own record and those merged into it
     * @param step the id under which the step is shown
     */
    static List<TimelineEntry> of(ViewReader reader, ViewJson json, Set<PatientId> records, UUID step) {
        Map<String, StepRecord> known = new LinkedHashMap<>();
        Set<UUID> seen = new HashSet<>();
        Set<UUID> next = Set.of(step);
        while (!next.isEmpty()) {
            seen.addAll(next);
            Set<UUID> found = new HashSet<>();
            reader
                    .find(ViewQuery.of(
                            ViewCollections.STEPS,
                            Condition.oneOf(
                                    "ids", next.stream().map(UUID::toString).toList())))
                    .stream()
                    .map(document -> json.read(document, StepRecord.class))
                    .filter(record -> records.contains(record.owner()))
                    .forEach(record -> {
                        known.put(record.id(), record);
                        Stream.concat(record.ids().stream(), record.stays().stream())
                                .forEach(found::add);
                    });
            found.removeAll(seen);
            next = found;
        }
        StepUnion union = StepUnion.of(known.values().stream()
                .map(record -> new StepUnion.StepIds(record.step(), record.firstPosition(), record.otherIds()))
                .toList());
        List<String> streams = known.values().stream()
                .filter(record -> union.id(record.step()).equals(step))
                .map(StepRecord::id)
                .toList();
        return ShownStep.fold(step, StoredTimeline.events(reader, json, streams), union, ValidTimeCutoff.NONE)
                .entries();
    }
}
