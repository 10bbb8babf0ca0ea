package org.parcours.query.views;

import java.util.Optional;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.Condition;
import org.parcours.query.store.DamagedViewStoreException;
import org.parcours.query.store.KeyType;
import org.parcours.query.store.MissingTableException;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.store.ViewQuery;
import org.parcours.query.store.ViewStore;
import org.parcours.query.store.ViewStoreException;
import org.parcours.query.store.ViewStoreOpener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the store with a generation that is whole: what is damaged is kept aside, and the views begin anew beside it. */
final class ViewStoreRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(ViewStoreRecovery.class);

    record Opened(ViewStore store, ViewGeneration generation) {}

    private final ViewStoreOpener opener;
    private final String version;
    private volatile Optional<String> replaced = Optional.empty();
    private Optional<DamagedViewStoreException> damage = Optional.empty();

    ViewStoreRecovery(ViewStoreOpener opener, String version) {
        this.opener = opener;
        this.version = version;
    }

    String describe() {
        return opener.describe();
    }

    String version() {
        return version;
    }

    Optional<String> replaced() {
        return replaced;
    }

    /** The damage is remembered until the store is replaced, which another process can delay. */
    void close(Opened views) {
        damage = views.store().damage();
        views.store().close();
    }

    /** @throws ViewStoreException where it is unavailable, or damaged and cannot be replaced now */
    Opened open() {
        damage.ifPresent(this::replace);
        try {
            return openStore();
        } catch (DamagedViewStoreException e) {
            damage = Optional.of(e);
            replace(e);
            return openStore();
        }
    }

    private void replace(DamagedViewStoreException cause) {
        Optional<String> kept = opener.setAside();
        damage = Optional.empty();
        String aside = kept.orElseThrow(() -> cause);
        LOG.error("views are rebuilt from the topic; the damaged file is kept as {}: {}", aside, cause.getMessage());
        replaced = Optional.of(cause.getMessage() + "; it is kept as " + aside);
    }

    private Opened openStore() {
        ViewStore store = opener.open();
        try {
            Optional<ViewGeneration> whole = store.current(version).filter(this::isWhole);
            return new Opened(store, whole.orElseGet(() -> begin(store)));
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private boolean isWhole(ViewGeneration generation) {
        try {
            return generation.read(reader -> {
                for (CollectionDefinition collection : ViewCollections.ALL) {
                    reader.find(ViewQuery.of(collection).limitedTo(1));
                    collection.keys().stream()
                            .filter(key -> key.type() == KeyType.TEXTS)
                            .map(key -> ViewQuery.of(collection, Condition.equal(key.name(), "")))
                            .forEach(reader::find);
                }
                return true;
            });
        } catch (MissingTableException e) {
            LOG.error("views of generation {} are rebuilt from the topic: {}", generation.number(), e.getMessage());
            replaced = Optional.of(e.getMessage());
            return false;
        }
    }

    ViewGeneration currentOrNew(ViewStore store) {
        return store.current(version).orElseGet(() -> begin(store));
    }

    private ViewGeneration begin(ViewStore store) {
        ViewGeneration created = store.create(version);
        store.makeCurrent(created);
        return created;
    }
}
