package org.parcours.query.update;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.parcours.events.Anomaly;
import org.parcours.events.Envelope;
import org.parcours.events.IdentityEvent;
import org.parcours.query.store.Condition;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewQuery;
import org.parcours.query.store.ViewReader;
import org.parcours.query.timeline.fold.OwningPatientResolver;
import org.parcours.query.timeline.fold.StepEventsFold;
import org.parcours.query.views.IdentityAnomalies;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.views.ViewJson;

/** The events of streams: those that are stored, and those of the batch. */
final class EventStreams {

    private static final int MAX_STREAMS_A_QUERY = 500;

    private final ViewReader reader;
    private final ViewJson json;
    private final DocumentSet documents;
    private final Map<String, List<Envelope>> batch = new HashMap<>();

    EventStreams(ViewReader reader, ViewJson json, List<Envelope> events) {
        this.reader = reader;
        this.json = json;
        this.documents = new DocumentSet(ViewCollections.EVENTS, reader);
        for (Envelope event : events) {
            Set<String> streams = streams(event);
            streams.forEach(stream ->
                    batch.computeIfAbsent(stream, _ -> new ArrayList<>()).add(event));
            documents.insert(document(event, streams));
        }
    }

    DocumentSet documents() {
        return documents;
    }

    /** By stream, in log order; a stream without events is absent. */
    Map<String, List<Envelope>> read(Collection<String> streams) {
        return read(streams, _ -> true);
    }

    /** @param isStored false for a stream that certainly has no events but those of the batch */
    Map<String, List<Envelope>> read(Collection<String> streams, Predicate<String> isStored) {
        Map<String, TreeMap<Long, Envelope>> read = new HashMap<>();
        Set<String> wanted = new LinkedHashSet<>(streams);
        List<String> all = wanted.stream().filter(isStored).toList();
        for (int from = 0; from < all.size(); from += MAX_STREAMS_A_QUERY) {
            List<String> some = all.subList(from, Math.min(all.size(), from + MAX_STREAMS_A_QUERY));
            reader.forEach(
                    ViewQuery.of(ViewCollections.EVENTS, Condition.oneOf("streams", some)),
                    document -> addTo(read, document, wanted));
        }
        for (String stream : wanted) {
            batch.getOrDefault(stream, List.of()).forEach(event -> read.computeIfAbsent(stream, _ -> new TreeMap<>())
                    .put(event.position(), event));
        }
        Map<String, List<Envelope>> events = new HashMap<>();
        read.forEach((stream, ofStream) -> events.put(stream, List.copyOf(ofStream.values())));
        return events;
    }

    private void addTo(Map<String, TreeMap<Long, Envelope>> read, StoredDocument document, Set<String> wanted) {
        Envelope event = json.readEvent(document);
        document.texts("streams").stream().filter(wanted::contains).forEach(stream -> read.computeIfAbsent(
                        stream, _ -> new TreeMap<>())
                .put(event.position(), event));
    }

    private StoredDocument document(Envelope event, Set<String> streams) {
        Map<String, Object> keys = new HashMap<>(Map.of("streams", List.copyOf(streams)));
        List<Anomaly> flags = IdentityAnomalies.of(event);
        if (!flags.isEmpty()) {
            keys.put("flagged", event.position());
        }
        return new StoredDocument(ViewCollections.eventId(event.position()), keys, json.write(event));
    }

    private static Set<String> streams(Envelope event) {
        Set<String> streams = new LinkedHashSet<>();
        boolean isIdentity = event.event() instanceof IdentityEvent;
        OwningPatientResolver.affectedPatients(event).forEach(patient -> {
            streams.add(ViewCollections.journal(patient.toString()));
            if (isIdentity) {
                streams.add(ViewCollections.identity(patient.toString()));
            }
        });
        StepEventsFold.stepOf(event)
                .ifPresent(
                        step -> streams.add(ViewCollections.step(event.subject().toString(), step.toString())));
        return streams;
    }
}
