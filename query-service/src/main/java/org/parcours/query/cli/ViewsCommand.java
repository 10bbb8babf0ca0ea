package org.parcours.query.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.parcours.events.codec.MalformedEventException;
import org.parcours.query.store.LeaseLostException;
import org.parcours.query.store.ViewStoreException;
import org.parcours.query.topic.ProjectionStoppedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** The command line {@code bin/parcours views}. */
@Command(
        name = "parcours views",
        description =
                "The views from which pages and the API are read. They are built from the topic of the events and can"
                        + " be built again at any time. Accepts the properties of query-service as options (--parcours.views.url=…),"
                        + " environment variables (PARCOURS_VIEWS_URL) or configuration files.",
        subcommands = {
            ListGenerationsCommand.class,
            RebuildViewsCommand.class,
            SwitchGenerationCommand.class,
            DeleteGenerationCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public record ViewsCommand(ServiceConfiguration configuration) {

    private static final String PROPERTY_ARGUMENT = "--(parcours|spring)\\..*";

    public static void main(String... arguments) {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
    }

    /** @return the exit code */
    public static int run(PrintWriter out, PrintWriter error, String... arguments) {
        Map<Boolean, List<String>> byKind = Stream.of(arguments)
                .collect(Collectors.partitioningBy(argument -> argument.matches(PROPERTY_ARGUMENT)));
        ServiceConfiguration configuration =
                ServiceConfiguration.fromArguments(byKind.get(true).toArray(String[]::new));
        return new CommandLine(new ViewsCommand(configuration))
                .setOut(out)
                .setErr(error)
                .setExecutionExceptionHandler(ViewsCommand::handleException)
                .execute(byKind.get(false).toArray(String[]::new));
    }

    private static int handleException(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        switch (failure) {
            case IllegalArgumentException _ -> {
                command.getErr().println(failure.getMessage());
                return ExitCode.USAGE;
            }
            case ProjectionStoppedException stopped ->
                command.getErr().println("STOPPED %s: %s".formatted(stopped.stopCause(), stopped.getMessage()));
            case MalformedEventException _, LeaseLostException _, ViewStoreException _, IllegalStateException _ ->
                command.getErr().println("FAILED: " + failure.getMessage());
            case KafkaException _ -> command.getErr().println("FAILED: Kafka: " + failure.getMessage());
            default -> throw failure;
        }
        return ExitCode.SOFTWARE;
    }
}
