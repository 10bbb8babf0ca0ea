package org.parcours.query;

import org.parcours.query.store.ViewStore;
import org.parcours.query.store.ViewStoreOpener;
import org.parcours.query.store.jdbc.JdbcViewStore;
import org.parcours.query.store.jdbc.JdbcViewStoreOpener;
import org.parcours.query.store.mongo.MongoViewStore;
import org.parcours.query.views.ViewCollections;

/** Opens the store of the views, which its address chooses. */
public final class ViewStoreFactory {

    private ViewStoreFactory() {}

    /** @throws IllegalArgumentException where no store has such an address */
    public static ViewStore open(String url) {
        return opener(url).open();
    }

    /** @throws IllegalArgumentException where no store has such an address */
    static ViewStoreOpener opener(String url) {
        if (JdbcViewStore.accepts(url)) {
            return new JdbcViewStoreOpener(url, ViewCollections.ALL);
        }
        if (MongoViewStore.accepts(url)) {
            return MongoViewStore.opener(url, ViewCollections.ALL);
        }
        throw new IllegalArgumentException(
                "parcours.views.url must begin with jdbc:sqlite:, jdbc:postgresql: or mongodb:, this one begins with "
                        + url.replaceFirst("(?<=^.{0,30}:).*", "…"));
    }
}
