package org.parcours.command.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.parcours.command.checkpoint.CheckpointSettings;
import org.parcours.command.checkpoint.CheckpointTopic;
import org.parcours.command.eventlog.engine.CommitStore;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The settings that command-service would run with here. */
final class Settings {

    private static final String SQLITE = "jdbc:sqlite:";
    private static final String DEFAULT_URL = SQLITE + "data/parcours.db";

    private final Binder binder;
    private final List<String> arguments;

    private Settings(Binder binder, List<String> arguments) {
        this.binder = binder;
        this.arguments = arguments;
    }

    /** @param arguments as the service takes them, {@code --parcours.log.url=…} */
    static Settings of(String... arguments) {
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("parcours", Map.of("spring.config.name", "command-service")));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        ConfigurationPropertySources.attach(environment);
        return new Settings(Binder.get(environment), List.of(arguments));
    }

    /** As arguments of the service: those that were given, and others that go before them. */
    String[] and(String... others) {
        return Stream.concat(arguments.stream().filter(told -> !isOneOf(told, others)), Stream.of(others))
                .toArray(String[]::new);
    }

    private static boolean isOneOf(String told, String... others) {
        return Stream.of(others).anyMatch(other -> told.startsWith(other.substring(0, other.indexOf('=') + 1)));
    }

    String logUrl() {
        return binder.bind("parcours.log.url", String.class).orElse(DEFAULT_URL);
    }

    CommitStore openStore() {
        return CommitLogFactory.openStore(logUrl());
    }

    /** @throws IllegalStateException where no log has been: an empty one is not made in passing */
    CommitStore openExisting() {
        requireExisting();
        return openStore();
    }

    void requireExisting() {
        var url = logUrl();
        if (url.startsWith(SQLITE) && Files.notExists(Path.of(url.substring(SQLITE.length())))) {
            throw new IllegalStateException("There is no log in %s. Which one is meant? --parcours.log.url=…"
                    .formatted(url.substring(SQLITE.length())));
        }
    }

    CheckpointSettings checkpoints() {
        return binder.bindOrCreate("parcours.log.checkpoint", Bindable.of(CheckpointSettings.class));
    }

    CheckpointTopic checkpointTopic() {
        return new CheckpointTopic(
                binder.bind("parcours.kafka.bootstrap-servers", String.class).orElse("localhost:9092"), (short) 1);
    }
}
