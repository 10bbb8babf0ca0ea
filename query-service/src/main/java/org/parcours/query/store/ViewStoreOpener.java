package org.parcours.query.store;

import java.util.Optional;

/** Opens the database of the views, which need not be there when the service starts. */
public interface ViewStoreOpener {

    /**
     * @throws ViewStoreException where the database is unavailable
     * @throws DamagedViewStoreException where it cannot be used any more
     */
    ViewStore open();

    /** The database as text for logs and health, without a password. */
    String describe();

    /**
     * Keeps the damaged database aside, so that the next {@link #open} begins with an empty one. The store must be closed.
     *
     * @return where it is kept; empty where an operator has to replace the database
     * @throws ViewStoreException where another process has it open
     */
    Optional<String> setAside();

    /** A store that is open already. */
    static ViewStoreOpener of(ViewStore store) {
        return new ViewStoreOpener() {
            @Override
            public ViewStore open() {
                return store;
            }

            @Override
            public String describe() {
                return store.describe();
            }

            @Override
            public Optional<String> setAside() {
                return Optional.empty();
            }
        };
    }
}
