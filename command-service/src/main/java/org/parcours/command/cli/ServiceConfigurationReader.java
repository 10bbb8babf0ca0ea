package org.parcours.command.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.parcours.command.checkpoint.CheckpointProperties;
import org.parcours.command.checkpoint.CheckpointTopic;
import org.parcours.command.configuration.StoreFactory;
import org.parcours.command.eventlog.engine.CommitStore;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.feeds.kafka.KafkaBootstrapProperties;
import org.parcours.command.publishing.PublisherProperties;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The configuration with which command-service would run on this machine. */
final class ServiceConfigurationReader {

    private static final String SQLITE_PREFIX = "jdbc:sqlite:";
    private static final String DEFAULT_URL = SQLITE_PREFIX + "data/parcours.db";

    private final Binder binder;
    private final List<String> arguments;

    private ServiceConfigurationReader(Binder binder, List<String> arguments) {
        this.binder = binder;
        this.arguments = arguments;
    }

    /** @param arguments as for the service, {@code --parcours.log.url=…} */
    static ServiceConfigurationReader fromArguments(String... arguments) {
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("parcours", Map.of("spring.config.name", "command-service")));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        ConfigurationPropertySources.attach(environment);
        return new ServiceConfigurationReader(Binder.get(environment), List.of(arguments));
    }

    /** The arguments for the service: those of the command line, with the overrides. */
    String[] argumentsWith(String... overrides) {
        return Stream.concat(
                        arguments.stream().filter(argument -> !isOverridden(argument, overrides)), Stream.of(overrides))
                .toArray(String[]::new);
    }

    private static boolean isOverridden(String argument, String... overrides) {
        return Stream.of(overrides)
                .anyMatch(override -> argument.startsWith(override.substring(0, override.indexOf('=') + 1)));
    }

    String logUrl() {
        return binder.bind("parcours.log.url", String.class).orElse(DEFAULT_URL);
    }

    CommitStore openStore() {
        return CommitLogFactory.openStore(logUrl());
    }

    /** The stores beside the log. */
    StoreFactory openStores() {
        return StoreFactory.open(logUrl());
    }

    CommitStore openExistingStore() {
        requireExistingLog();
        return openStore();
    }

    /** @throws IllegalStateException if there is no log: opening it would create an empty one */
    void requireExistingLog() {
        var path = logUrl().replaceFirst("^" + SQLITE_PREFIX, "");
        if (logUrl().startsWith(SQLITE_PREFIX) && Files.notExists(Path.of(path))) {
            throw new IllegalStateException(
                    "There is no log in %s. Name the log: --parcours.log.url=…".formatted(path));
        }
    }

    CheckpointProperties checkpointProperties() {
        return binder.bindOrCreate("parcours.log.checkpoint", Bindable.of(CheckpointProperties.class));
    }

    CheckpointTopic checkpointTopic() {
        return new CheckpointTopic(kafkaServers(), (short) 1);
    }

    String kafkaServers() {
        return binder.bindOrCreate("parcours.kafka", Bindable.of(KafkaBootstrapProperties.class))
                .bootstrapServers();
    }

    PublisherProperties publisherProperties() {
        return binder.bindOrCreate("parcours.publish", Bindable.of(PublisherProperties.class));
    }
}
