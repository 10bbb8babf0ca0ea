package org.parcours.query;

import org.parcours.events.codec.EventCodec;
import org.parcours.query.store.ViewStore;
import org.parcours.query.store.jdbc.JdbcViewStore;
import org.parcours.query.store.mongo.MongoViewStore;
import org.parcours.query.views.CurrentViews;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.web.WebUiProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Opens the store of the views, which its address chooses. */
@Configuration(proxyBeanMethods = false)
class ViewStoreConfiguration {

    @Bean
    ViewStore viewStore(ViewStoreProperties settings) {
        String url = settings.url();
        if (JdbcViewStore.accepts(url)) {
            return JdbcViewStore.open(url, ViewCollections.ALL);
        }
        if (MongoViewStore.accepts(url)) {
            return MongoViewStore.open(url, ViewCollections.ALL);
        }
        throw new IllegalArgumentException(
                "parcours.views.url must begin with jdbc:sqlite:, jdbc:postgresql: or mongodb:, this one begins with "
                        + url.replaceFirst("(?<=^.{0,30}:).*", "…"));
    }

    /** Dates without a time of day are ordered by the hospital's time zone. */
    @Bean
    CurrentViews currentViews(ViewStore store, WebUiProperties settings) {
        return new CurrentViews(store, ViewCollections.FORMAT + " " + settings.zone());
    }

    @Bean
    EventCodec eventCodec() {
        return new EventCodec();
    }
}
