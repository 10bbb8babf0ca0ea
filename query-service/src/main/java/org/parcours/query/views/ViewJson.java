package org.parcours.query.views;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parcours.events.Envelope;
import org.parcours.events.codec.EventCodec;
import org.parcours.events.codec.MalformedEventException;
import org.parcours.query.store.DamagedViewStoreException;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.timeline.fold.EntryTime;
import org.parcours.query.timeline.fold.Timeline.TimelineAnomaly;
import org.parcours.query.timeline.fold.TimelineEntry;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.cfg.MutableConfigOverride;
import tools.jackson.databind.json.JsonMapper;

/** The content of view documents as JSON, in the format of the events. */
public final class ViewJson {

    private final EventCodec codec;
    private final JsonMapper mapper;

    public ViewJson(EventCodec codec) {
        this.codec = codec;
        // Most lists of most entries are empty: they are left out.
        this.mapper = codec.mapper()
                .rebuild()
                .withConfigOverride(List.class, ViewJson::leaveOutEmpty)
                .withConfigOverride(Set.class, ViewJson::leaveOutEmpty)
                .withConfigOverride(Map.class, ViewJson::leaveOutEmpty)
                .build();
    }

    /** Skips the history, which is most of an entry with many events. */
    @JsonIgnoreProperties({"history", "documents"})
    private record ListedEntry(
            TimelineEntry entry,
            EntryTime first,
            Instant firstRecordedAt,
            int events,
            List<TimelineAnomaly> anomalies) {}

    private static void leaveOutEmpty(MutableConfigOverride type) {
        type.setInclude(JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS));
        type.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
    }

    public byte[] write(Object content) {
        return mapper.writeValueAsBytes(content);
    }

    /** @throws DamagedViewStoreException where the document is not JSON */
    public <T> T read(StoredDocument document, Class<T> type) {
        try {
            return mapper.readValue(document.content(), type);
        } catch (JacksonException e) {
            throw damagedOr(document, e);
        }
    }

    /** We wrote JSON: what is not JSON was changed in the database, which has no checksums where it is SQLite. */
    private static RuntimeException damagedOr(StoredDocument document, RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof StreamReadException) {
                return new DamagedViewStoreException(
                        "The database of the views is damaged: document " + document.id() + " is not JSON", e);
            }
        }
        return e;
    }

    /** What a list shows of an entry: without its history, and without what the history links to. */
    public StoredEntry readListed(StoredDocument document) {
        ListedEntry listed = read(document, ListedEntry.class);
        return new StoredEntry(
                listed.entry(),
                listed.first(),
                listed.firstRecordedAt(),
                listed.events(),
                listed.anomalies(),
                List.of(),
                List.of());
    }

    public byte[] write(Envelope event) {
        return codec.encode(event);
    }

    /** Of {@link ViewCollections#EVENTS}. */
    public Envelope readEvent(StoredDocument document) {
        try {
            return codec.decode(document.content());
        } catch (MalformedEventException e) {
            throw damagedOr(document, e);
        }
    }
}
