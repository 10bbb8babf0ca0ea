package org.parcours.query.views;

import java.util.function.Function;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.store.ViewReader;
import org.parcours.query.store.ViewStore;

/**
 * The generation of views that this process reads and projects into: the current one of its format, or a new one. Views
 * of another format, or for another time zone, stay beside it.
 */
public final class CurrentViews {

    private final ViewStore store;
    private final String version;
    private volatile ViewGeneration generation;

    public CurrentViews(ViewStore store, String version) {
        this.store = store;
        this.version = version;
        this.generation = store.current(version).orElseGet(() -> {
            ViewGeneration created = store.create(version);
            store.makeCurrent(created);
            return created;
        });
    }

    public ViewStore store() {
        return store;
    }

    public String version() {
        return version;
    }

    public ViewGeneration generation() {
        return generation;
    }

    /** Uses what another process has made current since: a rebuilt generation, or its own where both began with none. */
    public void refresh() {
        store.current(version)
                .filter(current -> current.number() != generation.number())
                .ifPresent(current -> generation = current);
    }

    /** Reads a snapshot. */
    public <T> T read(Function<ViewReader, T> work) {
        return generation.read(work);
    }

    /** Uses another generation from the next read on. */
    public void use(ViewGeneration other) {
        generation = other;
    }
}
