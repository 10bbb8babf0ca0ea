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
 * The events that a document is made of: in it while they are small, else named by their positions in the journal, since
 * MongoDB takes no document over 16 MB and a step may have more to tell.
 */
public record DocumentEventMapper(ViewDatabase views, EventCodec codec) {

    private static final String POSITIONS = "positions";

    /** Four bytes a character at most: with what else stands in it, a document stays well below 16 MB. */
    private static final long MAX_EMBEDDED_CHARACTERS = 2 << 20;

    public List<Envelope> read(Document document, String field) {
        List<Envelope> events = new ArrayList<>();
        document.getList(field, String.class).forEach(json -> events.add(decode(json)));
        List<Long> positions = document.getList(POSITIONS, Long.class, List.of());
        if (!positions.isEmpty()) {
            events.addAll(findInJournal(positions));
        }
        return events;
    }

    /** From entries of the journal; one that holds no event has been marked where it was written. */
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

    private List<Envelope> findInJournal(List<Long> positions) {
        return readJournal(views.journal().find(in("_id", positions)).sort(new Document("_id", 1)));
    }

    /** In the document, where they are small enough. */
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
