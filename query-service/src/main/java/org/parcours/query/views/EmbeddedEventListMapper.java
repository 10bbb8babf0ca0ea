package org.parcours.query.views;

import static com.mongodb.client.model.Filters.in;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bson.Document;
import org.parcours.events.Envelope;
import org.parcours.events.codec.EventCodec;

/**
 * Reads and writes the events of a view document. Small events are embedded; otherwise the document holds their journal
 * positions, because MongoDB limits a document to 16 MB and the events of a step may exceed that.
 */
public record EmbeddedEventListMapper(ViewCollections views, EventCodec codec) {

    private static final String POSITIONS = "positions";

    /** At most four bytes per character: with its other fields a document stays well below 16 MB. */
    private static final long MAX_EMBEDDED_CHARACTERS = 2 << 20;

    public List<Envelope> read(Document document, String field) {
        List<Envelope> events = new ArrayList<>();
        document.getList(field, String.class).forEach(json -> events.add(decode(json)));
        List<Long> positions = document.getList(POSITIONS, Long.class, List.of());
        if (!positions.isEmpty()) {
            events.addAll(readJournal(views.journal().find(in("_id", positions)).sort(new Document("_id", 1))));
        }
        return events;
    }

    /** Skips a document without an event: the projection marked it when it could not write it. */
    public List<Envelope> readJournal(Iterable<Document> entries) {
        List<Envelope> events = new ArrayList<>();
        for (Document entry : entries) {
            String json = entry.getString("envelope");
            if (json != null) {
                events.add(decode(json));
            }
        }
        return events;
    }

    /** Embeds the events, or writes their positions where they exceed the limit. */
    public static void write(Document document, String field, List<Envelope> events, Function<Envelope, String> json) {
        List<String> texts = events.stream().map(json).toList();
        if (texts.stream().mapToLong(String::length).sum() > MAX_EMBEDDED_CHARACTERS) {
            writePositions(document, field, events);
        } else {
            document.append(field, texts);
        }
    }

    public static void writePositions(Document document, String field, List<Envelope> events) {
        document.append(field, List.of())
                .append(POSITIONS, events.stream().map(Envelope::position).toList());
    }

    private Envelope decode(String json) {
        return codec.decode(json.getBytes(StandardCharsets.UTF_8));
    }
}
