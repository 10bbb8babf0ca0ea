package org.parcours.query.store.jdbc;

import java.util.List;
import java.util.Optional;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.ViewStore;
import org.parcours.query.store.ViewStoreOpener;

/** Opens the views in SQLite or PostgreSQL. A damaged file of SQLite is renamed; PostgreSQL is an operator's. */
public final class JdbcViewStoreOpener implements ViewStoreOpener {

    private final String url;
    private final List<CollectionDefinition> collections;
    private Optional<Object> opened = Optional.empty();

    /** @param collections those of each generation */
    public JdbcViewStoreOpener(String url, List<CollectionDefinition> collections) {
        this.url = url;
        this.collections = List.copyOf(collections);
    }

    private Optional<SqliteFile> file() {
        return url.startsWith(ViewDatabase.SQLITE_PREFIX) ? Optional.of(SqliteFile.of(url)) : Optional.empty();
    }

    @Override
    public ViewStore open() {
        opened = file().flatMap(SqliteFile::identity);
        ViewStore store = JdbcViewStore.open(url, collections);
        opened = opened.or(() -> file().flatMap(SqliteFile::identity));
        return store;
    }

    @Override
    public String describe() {
        return JdbcViewStore.describe(url);
    }

    @Override
    public Optional<String> setAside() {
        return file().map(file ->
                file.identity().equals(opened) ? file.setAside().toString() : "another query-service has kept it");
    }
}
