package org.parcours.command.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.LogUnavailableException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** The command line {@code bin/parcours}. */
@Command(
        name = "parcours",
        description = "Works on the stores of Parcours. Accepts the properties of command-service as options"
                + " (--parcours.log.url=…), environment variables (PARCOURS_LOG_URL) or configuration files.",
        subcommands = {LogCommand.class, PublisherCommand.class, ImportFilesCommand.class, CommandLine.HelpCommand.class
        },
        footer = "%nThe views of query-service: parcours views --help",
        mixinStandardHelpOptions = true,
        version = "parcours 0.1.0",
        synopsisSubcommandLabel = "COMMAND")
public record ParcoursCommand(ServiceConfigurationReader configuration) {

    private static final String PROPERTY_ARGUMENT = "--(parcours|spring)\\..*";

    public static void main(String... arguments) {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
    }

    /** @return the exit code */
    static int run(PrintWriter out, PrintWriter error, String... arguments) {
        Map<Boolean, List<String>> byKind = Stream.of(arguments)
                .collect(Collectors.partitioningBy(argument -> argument.matches(PROPERTY_ARGUMENT)));
        var configuration =
                ServiceConfigurationReader.fromArguments(byKind.get(true).toArray(String[]::new));
        return new CommandLine(new ParcoursCommand(configuration))
                .setOut(out)
                .setErr(error)
                .setExecutionExceptionHandler(ParcoursCommand::handleException)
                .execute(byKind.get(false).toArray(String[]::new));
    }

    private static int handleException(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        command.getErr()
                .println(
                        switch (failure) {
                            case IllegalArgumentException _ -> failure.getMessage();
                            case CorruptLogException corrupt ->
                                "BROKEN at commit %d: %s".formatted(corrupt.sequence(), corrupt.getMessage());
                            case IllegalStateException _ -> failure.getMessage();
                            case LogUnavailableException _ ->
                                "The log is unavailable: " + rootCause(failure).getMessage();
                            default -> throw failure;
                        });
        return failure instanceof IllegalArgumentException ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    private static Throwable rootCause(Throwable failure) {
        return failure.getCause() == null ? failure : rootCause(failure.getCause());
    }
}
