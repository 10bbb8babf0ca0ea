package org.parcours.query;

import org.parcours.events.codec.EventCodec;
import org.parcours.query.store.ViewStoreOpener;
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
        return ViewStoreFactory.opener(settings.url());
    }

    @Bean
    CurrentViews currentViews(ViewStoreOpener store, WebUiProperties settings) {
        return new CurrentViews(store, ViewCollections.version(settings.zone()));
    }

    @Bean
    EventCodec eventCodec() {
        return new EventCodec();
    }
}
