package org.parcours.standalone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.parcours.command.CommandServiceApplication;
import org.parcours.query.QueryServiceApplication;
import org.parcours.standalone.demo.ConsoleWriter;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

/** Both services, each in its own Spring context. */
final class EmbeddedServices implements AutoCloseable {

    /** The property with the database of the views; unset: an SQLite file in the data folder. */
    private static final String VIEWS_URL = "parcours.views.url";

    /** Auto-configurations of query-service's libraries, which are on the class path here. */
    private static final String EXCLUDED_FROM_COMMAND_SERVICE =
            "org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration";

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private final ConfigurableApplicationContext command;
    private final ConfigurableApplicationContext query;

    private EmbeddedServices(ConfigurableApplicationContext command, ConfigurableApplicationContext query) {
        this.command = command;
        this.query = query;
    }

    /** Returns when both services are ready. */
    static EmbeddedServices start(CommandLineOptions options, String bootstrapServers) {
        ConfigurableApplicationContext command = run(
                CommandServiceApplication.application(), options, bootstrapServers, commandServiceArguments(options));
        try {
            ConfigurableApplicationContext query = run(
                    QueryServiceApplication.application(), options, bootstrapServers, queryServiceArguments(options));
            return new EmbeddedServices(command, query);
        } catch (RuntimeException e) {
            command.close();
            throw e;
        }
    }

    private static List<String> queryServiceArguments(CommandLineOptions options) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=" + options.httpPort(),
                "--parcours.command.url=http://" + connectAddress(options.address()) + ":" + options.commandPort()));
        // Given twice, the two values would be one, joined with a comma.
        if (options.property(VIEWS_URL).isEmpty()) {
            arguments.add("--" + VIEWS_URL + "=jdbc:sqlite:" + options.data().resolve("views.db"));
        }
        return arguments;
    }

    /** The address for clients of a server that listens on {@code address}. */
    private static String connectAddress(String address) {
        return address.equals("0.0.0.0") ? "127.0.0.1" : address;
    }

    /** Returns when the views have applied the whole log, or have stopped, or their database is away. */
    void awaitViews(ConsoleWriter console) {
        long logPosition = position(health(command, "log"));
        IndicatedHealthDescriptor views = health(query, "projection");
        if (position(views) >= logPosition) {
            return;
        }
        if (isStoreAway()) {
            console.printLine("The pages cannot be read now: "
                    + health(query, "views").getDetails().get("reason") + ". They begin when their database is back.");
            return;
        }
        console.printLine("Updating the views from the event log …");
        while (position(views) < logPosition && !views.getDetails().containsKey("stopped") && !isStoreAway()) {
            console.printProgress(position(views), logPosition, "events", "");
            try {
                Thread.sleep(POLL_INTERVAL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            views = health(query, "projection");
        }
        console.printProgress(position(views), logPosition, "events", "");
        console.endProgress();
        Optional.ofNullable(views.getDetails().get("stopped"))
                .ifPresent(reason -> console.printLine("The views have stopped: " + reason));
    }

    private boolean isStoreAway() {
        return health(query, "views").getStatus().equals(Status.DOWN);
    }

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

    private static List<String> commandServiceArguments(CommandLineOptions options) {
        List<String> arguments = new ArrayList<>();
        arguments.add("--server.port=" + options.commandPort());
        arguments.add("--parcours.mllp.port=" + options.mllpPort());
        arguments.add("--parcours.mllp.host=" + options.address());
        arguments.add("--spring.autoconfigure.exclude=" + EXCLUDED_FROM_COMMAND_SERVICE);
        if (options.property("parcours.log.url").isEmpty()) {
            arguments.add("--parcours.log.url=jdbc:sqlite:" + options.data().resolve("parcours.db"));
        }
        arguments.add("--parcours.log.checkpoint.key=" + options.data().resolve("checkpoint-key.pem"));
        return arguments;
    }

    private static ConfigurableApplicationContext run(
            SpringApplicationBuilder service,
            CommandLineOptions options,
            String bootstrapServers,
            List<String> serviceArguments) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.address=" + options.address(),
                "--parcours.kafka.bootstrap-servers=" + bootstrapServers,
                // An open event stream of a page delays the shutdown.
                "--spring.lifecycle.timeout-per-shutdown-phase=3s",
                "--spring.main.log-startup-info=false",
                // StandaloneApplication stops everything, in its order.
                "--logging.register-shutdown-hook=false"));
        arguments.addAll(options.serviceArguments());
        arguments.addAll(serviceArguments);
        return service.bannerMode(Banner.Mode.OFF).registerShutdownHook(false).run(arguments.toArray(String[]::new));
    }
}
