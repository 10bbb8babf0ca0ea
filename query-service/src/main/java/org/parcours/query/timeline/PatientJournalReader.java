package org.parcours.query.timeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.PatientId;
import org.parcours.events.StayEvent;
import org.parcours.events.StayId;
import org.parcours.events.StepId;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.store.Condition;
import org.parcours.query.store.ViewQuery;
import org.parcours.query.store.ViewReader;
import org.parcours.query.timeline.fold.PatientJournal;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.views.CurrentViews;
import org.parcours.query.views.StepRecord;
import org.parcours.query.views.StoredEntry;
import org.parcours.query.views.StoredHistoryEntry;
import org.parcours.query.views.TimelineHead;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.views.ViewJson;
import org.springframework.stereotype.Component;

/** Reads journals page by page. */
@Component
public final class PatientJournalReader {

    private final PatientTimelineReader timelineReader;
    private final CurrentViews views;
    private final ViewJson json;

    PatientJournalReader(PatientTimelineReader timelineReader, CurrentViews views, EventCodec codec) {
        this.timelineReader = timelineReader;
        this.views = views;
        this.json = new ViewJson(codec);
    }

    /** @param before the position of the oldest event of the page with newer ones */
    public JournalPage newest(PatientId requested, Optional<Long> before, int limit) {
        return page(requested, before.map(position -> position - 1), true, limit);
    }

    /** @param after the position of the last event that the client has */
    public JournalPage oldest(PatientId requested, Optional<Long> after, int limit) {
        return page(requested, after, false, limit);
    }

    /** @param bound the last position before the page, or the highest one in it where the newest are wanted */
    private JournalPage page(PatientId requested, Optional<Long> bound, boolean newest, int limit) {
        return views.read(reader -> {
            TimelineHead head = timelineReader.head(requested, reader);
            boolean isOneRecord = head.records().size() == 1 && !hasRelations(head, reader);
            // Of several records, the whole journal decides which events belong to the patient.
            PatientJournal journal = isOneRecord
                    ? new PatientJournal(head.patient().id(), Set.of(), stored(head, bound, newest, limit + 1, reader))
                    : PatientJournal.of(requested, timelineReader.relatedEvents(requested, reader));
            List<Envelope> inRange = journal.events().stream()
                    .filter(event -> bound.map(position -> newest == event.position() <= position)
                            .orElse(true))
                    .toList();
            int shown = Math.min(limit, inRange.size());
            List<Envelope> events =
                    newest ? inRange.subList(inRange.size() - shown, inRange.size()) : inRange.subList(0, shown);
            Optional<Long> next = inRange.size() == shown
                    ? Optional.empty()
                    : Optional.of((newest ? events.getFirst() : events.getLast()).position());
            Map<EventId, TimelineEntry> entries = new HashMap<>();
            Map<EventId, Long> positions = new HashMap<>();
            events.forEach(event -> positions.put(event.id(), event.position()));
            for (StoredEntry entry : entries(head, events, reader)) {
                for (StoredHistoryEntry event : entry.history()) {
                    entries.put(event.event(), entry.entry());
                    positions.put(event.event(), event.position());
                }
            }
            return new JournalPage(journal, events, next, entries, positions);
        });
    }

    private boolean hasRelations(TimelineHead head, ViewReader reader) {
        String identity = ViewCollections.identity(head.patient().id().toString());
        return StoredTimeline.events(reader, json, List.of(identity)).stream()
                .anyMatch(event -> event.event() instanceof PatientsMerged
                        || event.event() instanceof PatientsUnmerged
                        || event.event() instanceof StayReassigned);
    }

    /** In log order. */
    private List<Envelope> stored(
            TimelineHead head, Optional<Long> bound, boolean newest, int limit, ViewReader reader) {
        ViewQuery all = ViewQuery.of(
                ViewCollections.EVENTS,
                Condition.equal(
                        "streams", ViewCollections.journal(head.patient().id().toString())));
        ViewQuery ordered = newest ? all.descendingBy() : all;
        ViewQuery inRange = bound.map(position ->
                        ordered.startingAfter(List.of(ViewCollections.eventId(newest ? position + 1 : position))))
                .orElse(ordered);
        List<Envelope> events = reader.find(inRange.limitedTo(limit)).stream()
                .map(json::readEvent)
                .toList();
        return newest ? events.reversed() : events;
    }

    /** Of the steps of these events, by whatever number. */
    private List<StoredEntry> entries(TimelineHead head, List<Envelope> events, ViewReader reader) {
        Set<UUID> ids = new LinkedHashSet<>();
        for (Envelope event : events) {
            event.step().map(StepId::value).ifPresent(ids::add);
            if (event.event() instanceof StayEvent) {
                event.stay().map(StayId::value).ifPresent(ids::add);
            }
        }
        List<String> texts = ids.stream().map(UUID::toString).toList();
        reader.find(ViewQuery.of(ViewCollections.STEPS, Condition.oneOf("ids", texts))).stream()
                .map(document -> json.read(document, StepRecord.class))
                .filter(step -> head.records().contains(step.owner()))
                .forEach(step -> ids.addAll(step.ids()));
        List<String> places = new ArrayList<>();
        ids.forEach(id -> places.add(head.patient().id() + "/" + id));
        return reader.find(ViewQuery.of(ViewCollections.ENTRIES, Condition.oneOf("step", places))).stream()
                .map(document -> json.read(document, StoredEntry.class))
                .toList();
    }
}
