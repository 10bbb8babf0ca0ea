package org.parcours.standalone.acceptance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.store.ViewProgress;
import org.parcours.query.store.ViewQuery;
import org.parcours.query.store.ViewStore.GenerationInfo;
import org.parcours.query.store.jdbc.JdbcViewStore;
import org.parcours.query.views.ViewCollections;

/** What a database of views contains, read beside the services. */
final class StoredViews implements AutoCloseable {

    /** Of the batch in which a document was written, which is another one at each replay. */
    private static final List<String> KEYS_OF_THE_BATCH = List.of("changed", "removed");

    private final JdbcViewStore store;

    StoredViews(String url) {
        store = JdbcViewStore.open(url, ViewCollections.ALL);
    }

    private ViewGeneration current() {
        String version = store.generations().stream()
                .filter(GenerationInfo::current)
                .map(GenerationInfo::version)
                .reduce((_, last) -> last)
                .orElseThrow();
        return store.current(version).orElseThrow();
    }

    ViewProgress progress() {
        return current().progress();
    }

    List<String> patients() {
        return current().read(reader -> reader.find(ViewQuery.of(ViewCollections.TIMELINES)).stream()
                .map(document -> document.id())
                .toList());
    }

    /** Each document by its collection and id: its keys and its content. */
    Map<String, String> documents() {
        Map<String, String> all = new TreeMap<>();
        current().read(reader -> {
            for (CollectionDefinition collection : ViewCollections.ALL) {
                reader.forEach(ViewQuery.of(collection), document -> {
                    Map<String, Object> keys = new TreeMap<>(document.keys());
                    KEYS_OF_THE_BATCH.forEach(keys::remove);
                    all.put(
                            collection.name() + " " + document.id(),
                            keys + " " + new String(document.content(), StandardCharsets.UTF_8));
                });
            }
            return all;
        });
        return all;
    }

    @Override
    public void close() {
        store.close();
    }
}
