package org.parcours.query.store.mongo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Binary;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.StoredDocument;

/**
 * How a stored document is written: {@code {_id, <key>: value…, _content: bytes}}. The content of a large one goes on in
 * {@code _parts} documents {@code {_id: {document, part}, _content: bytes}}, because MongoDB's documents hold 16 MiB.
 * The names of our own fields begin with an underscore, which no key does.
 */
final class DocumentFormat {

    static final String ID = "_id";

    private static final int PART_BYTES = 8 << 20;
    private static final String CONTENT = "_content";
    private static final String PARTS = "_parts";

    private DocumentFormat() {}

    /** UTF-8 has no unpaired surrogates, which a text from JSON may contain. */
    static Object storable(Object value) {
        return value instanceof String text ? storable(text) : value;
    }

    static String storable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    static Document first(StoredDocument stored) {
        var document = new Document(ID, storable(stored.id()));
        stored.keys().forEach((key, value) -> document.append(key, storableValue(value)));
        var content = stored.content();
        int parts = partsOf(content.length);
        if (parts > 0) {
            document.append(PARTS, parts);
        }
        return document.append(CONTENT, new Binary(part(content, 0)));
    }

    private static Object storableValue(Object value) {
        return value instanceof List<?> texts
                ? texts.stream().map(text -> storable((Object) text)).toList()
                : storable(value);
    }

    /** What does not fit into the first document. */
    static List<Document> furtherParts(StoredDocument stored) {
        List<Document> parts = new ArrayList<>();
        for (int part = 1; part <= partsOf(stored.content().length); part++) {
            parts.add(new Document(ID, partId(stored.id(), part))
                    .append(CONTENT, new Binary(part(stored.content(), part))));
        }
        return parts;
    }

    static List<Document> partIds(StoredDocument stored) {
        return partIds(stored.id(), partsOf(stored.content().length));
    }

    static List<Document> partIds(Document first) {
        return partIds(first.getString(ID), first.getInteger(PARTS, 0));
    }

    private static List<Document> partIds(String id, int parts) {
        return IntStream.rangeClosed(1, parts)
                .mapToObj(part -> partId(id, part))
                .toList();
    }

    private static Document partId(String id, int part) {
        return new Document("document", storable(id)).append("part", part);
    }

    private static int partsOf(int length) {
        return length == 0 ? 0 : (length - 1) / PART_BYTES;
    }

    private static byte[] part(byte[] content, int part) {
        int from = part * PART_BYTES;
        return Arrays.copyOfRange(content, from, Math.min(content.length, from + PART_BYTES));
    }

    static byte[] content(Document document) {
        return document.get(CONTENT, Binary.class).getData();
    }

    static StoredDocument stored(CollectionDefinition collection, Document first, byte[] content) {
        Map<String, Object> keys = new HashMap<>();
        for (var key : collection.keys()) {
            if (first.containsKey(key.name())) {
                keys.put(key.name(), first.get(key.name()));
            }
        }
        return new StoredDocument(first.getString(ID), keys, content);
    }
}
