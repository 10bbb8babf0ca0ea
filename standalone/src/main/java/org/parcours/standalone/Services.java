package org.parcours.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.parcours.command.CommandServiceApplication;
import org.parcours.query.QueryServiceApplication;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.context.ConfigurableApplicationContext;

/** Both services, as they are, each in a Spring context of its own. */
final class Services implements AutoCloseable {

    /** Where it is set, that is where the views are kept. */
    static final String VIEWS_URI = "spring.mongodb.uri";

    /** command-service has no business with the views' store, whose driver is on the class path here. */
    private static final String NOT_FOR_COMMANDS =
            "org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration,"
                    + "org.springframework.boot.mongodb.autoconfigure.health.MongoHealthContributorAutoConfiguration,"
                    + "org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration";

    private final ConfigurableApplicationContext command;
    private final ConfigurableApplicationContext query;

    private Services(ConfigurableApplicationContext command, ConfigurableApplicationContext query) {
        this.command = command;
        this.query = query;
    }

    /** Returns when both answer. */
    static Services start(Options options, String bootstrapServers, String viewsUri) {
        ConfigurableApplicationContext command =
                run(CommandServiceApplication.application(), options, bootstrapServers, commandSettings(options));
        try {
            ConfigurableApplicationContext query = run(
                    QueryServiceApplication.application(),
                    options,
                    bootstrapServers,
                    List.of(
                            "--server.port=" + options.httpPort(),
                            "--" + VIEWS_URI + "=" + viewsUri,
                            "--parcours.command.url=http://" + reachable(options.address()) + ":"
                                    + options.commandPort(),
                            // It asks "hello", which the store in memory has no answer to; readiness does not need it.
                            "--management.health.mongodb.enabled="
                                    + options.property(VIEWS_URI).isPresent()));
            return new Services(command, query);
        } catch (RuntimeException e) {
            command.close();
            throw e;
        }
    }

    /** Where one asks who listens on an address. */
    private static String reachable(String address) {
        return address.equals("0.0.0.0") ? "127.0.0.1" : address;
    }

    /** The position of the last event in the log. */
    long recorded() {
        return position(health(command, "log"));
    }

    /** How the views fare, and the position that they have reached. */
    Viewed viewed() {
        IndicatedHealthDescriptor views = health(query, "projection");
        return new Viewed(
                position(views),
                Optional.ofNullable(views.getDetails().get("stopped")).map(Object::toString));
    }

    /** @param stopped why the views will not come further by themselves */
    record Viewed(long position, Optional<String> stopped) {}

    private static long position(IndicatedHealthDescriptor health) {
        return health.getDetails().get("position") instanceof Long position ? position : 0;
    }

    private static IndicatedHealthDescriptor health(ConfigurableApplicationContext service, String component) {
        return (IndicatedHealthDescriptor) service.getBean(HealthEndpoint.class).healthForPath(component);
    }

    @Override
    public void close() {
        command.close();
        query.close();
    }

    private static List<String> commandSettings(Options options) {
        List<String> settings = new ArrayList<>();
        settings.add("--server.port=" + options.commandPort());
        settings.add("--parcours.mllp.port=" + options.mllpPort());
        settings.add("--parcours.mllp.host=" + options.address());
        settings.add("--spring.autoconfigure.exclude=" + NOT_FOR_COMMANDS);
        if (options.property("parcours.log.url").isEmpty()) {
            settings.add("--parcours.log.url=jdbc:sqlite:" + options.data().resolve("parcours.db"));
        }
        settings.add("--parcours.log.checkpoint.key=" + options.data().resolve("checkpoint-key.pem"));
        return settings;
    }

    private static ConfigurableApplicationContext run(
            SpringApplicationBuilder service, Options options, String bootstrapServers, List<String> own) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.address=" + options.address(),
                "--parcours.kafka.bootstrap-servers=" + bootstrapServers,
                // A page that listens for changes would hold up the end.
                "--spring.lifecycle.timeout-per-shutdown-phase=3s",
                "--spring.main.log-startup-info=false",
                // The end is StandaloneApplication's, in its order.
                "--logging.register-shutdown-hook=false"));
        arguments.addAll(options.argumentsForTheServices());
        arguments.addAll(own);
        return service.bannerMode(Banner.Mode.OFF).registerShutdownHook(false).run(arguments.toArray(String[]::new));
    }
}
