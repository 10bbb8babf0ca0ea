package org.parcours.query;

import org.parcours.events.codec.EventCodec;
import org.parcours.query.store.ViewStoreOpener;
import org.parcours.query.store.jdbc.JdbcViewStore;
import org.parcours.query.store.jdbc.JdbcViewStoreOpener;
import org.parcours.query.store.mongo.MongoViewStore;
import org.parcours.query.views.CurrentViews;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.web.WebUiProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The store of the views, which its address chooses. It need not be there when the service starts. */
@Configuration(proxyBeanMethods = false)
class ViewStoreConfiguration {

    @Bean
    ViewStoreOpener viewStore(ViewStoreProperties settings) {
        String url = settings.url();
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

    /** Dates without a time of day are ordered by the hospital's time zone. */
    @Bean
    CurrentViews currentViews(ViewStoreOpener store, WebUiProperties settings) {
        return new CurrentViews(store, ViewCollections.FORMAT + " " + settings.zone());
    }

    @Bean
    EventCodec eventCodec() {
        return new EventCodec();
    }
}
