package org.parcours.command.cli;

import java.io.PrintWriter;
import java.util.Arrays;
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
        subcommands = {LogCommand.class, ImportFilesCommand.class, CommandLine.HelpCommand.class},
        mixinStandardHelpOptions = true,
        version = "parcours 0.1.0",
        synopsisSubcommandLabel = "COMMAND")
public final class ParcoursCommand {

    private static final String PROPERTY_ARGUMENT = "--(parcours|spring)\\..*";

    private ParcoursCommand() {}

    public static void main(String... arguments) {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
    }

    /** @return the exit code */
    static int run(PrintWriter out, PrintWriter error, String... arguments) {
        var configuration = ServiceConfigurationReader.fromArguments(Arrays.stream(arguments)
                .filter(argument -> argument.matches(PROPERTY_ARGUMENT))
                .toArray(String[]::new));
        var commandArguments = Arrays.stream(arguments)
                .filter(argument -> !argument.matches(PROPERTY_ARGUMENT))
                .toArray(String[]::new);
        return new CommandLine(new ParcoursCommand(), new CommandFactory(configuration))
                .setOut(out)
                .setErr(error)
                .setExecutionExceptionHandler(ParcoursCommand::handleException)
                .execute(commandArguments);
    }

    private static int handleException(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        var error = command.getErr();
        return switch (failure) {
            case IllegalArgumentException wrongUsage -> {
                error.println(wrongUsage.getMessage());
                yield ExitCode.USAGE;
            }
            case CorruptLogException corrupt -> {
                error.println("BROKEN at commit %d: %s".formatted(corrupt.sequence(), corrupt.getMessage()));
                yield ExitCode.SOFTWARE;
            }
            case IllegalStateException illegalState -> {
                error.println(illegalState.getMessage());
                yield ExitCode.SOFTWARE;
            }
            case LogUnavailableException unavailable -> {
                error.println(
                        "The log is unavailable: " + rootCause(unavailable).getMessage());
                yield ExitCode.SOFTWARE;
            }
            default -> throw failure;
        };
    }

    private static Throwable rootCause(Throwable failure) {
        return failure.getCause() == null ? failure : rootCause(failure.getCause());
    }
}
