package org.parcours.query;

import org.parcours.events.codec.EventCodec;
import org.parcours.query.store.ViewStore;
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
        return ViewStoreFactory.open(settings.url());
    }

    @Bean
    CurrentViews currentViews(ViewStore store, WebUiProperties settings) {
        return new CurrentViews(store, ViewCollections.version(settings.zone()));
    }

    @Bean
    EventCodec eventCodec() {
        return new EventCodec();
    }
}
