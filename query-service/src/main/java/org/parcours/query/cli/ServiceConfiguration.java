package org.parcours.query.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.parcours.query.ViewStoreFactory;
import org.parcours.query.ViewStoreProperties;
import org.parcours.query.store.ViewStore;
import org.parcours.query.topic.KafkaConsumerProperties;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.web.WebUiProperties;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The configuration with which query-service would run on this machine. */
final class ServiceConfiguration {

    private static final String SQLITE_PREFIX = "jdbc:sqlite:";

    private final Binder binder;

    private ServiceConfiguration(Binder binder) {
        this.binder = binder;
    }

    /** @param arguments as for the service, {@code --parcours.views.url=…} */
    static ServiceConfiguration fromArguments(String... arguments) {
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("parcours", Map.of("spring.config.name", "query-service")));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        ConfigurationPropertySources.attach(environment);
        return new ServiceConfiguration(Binder.get(environment));
    }

    /** @throws IllegalStateException where there is no file of views: opening it would create an empty one */
    ViewStore openExistingStore() {
        String url = binder.bindOrCreate("parcours.views", Bindable.of(ViewStoreProperties.class))
                .url();
        String path = url.replaceFirst("^" + SQLITE_PREFIX, "");
        if (url.startsWith(SQLITE_PREFIX) && Files.notExists(Path.of(path))) {
            throw new IllegalStateException(
                    "There are no views in %s. Name their store: --parcours.views.url=…".formatted(path));
        }
        return ViewStoreFactory.open(url);
    }

    WebUiProperties web() {
        return binder.bindOrCreate("parcours.web", Bindable.of(WebUiProperties.class));
    }

    KafkaConsumerProperties kafka() {
        return binder.bindOrCreate("parcours.kafka", Bindable.of(KafkaConsumerProperties.class));
    }

    /** Of the views that the service uses. */
    String version() {
        return ViewCollections.version(web().zone());
    }
}
