package org.parcours.command.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.LogUnavailableException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** {@code bin/parcours}. */
@Command(
        name = "parcours",
        description = "Works on the stores of a Parcours. Takes the services' own settings, as options"
                + " (--parcours.log.url=…), environment variables (PARCOURS_LOG_URL) or configuration files.",
        subcommands = {LogCommand.class, ImportFilesCommand.class, CommandLine.HelpCommand.class},
        mixinStandardHelpOptions = true,
        version = "parcours 0.1.0",
        synopsisSubcommandLabel = "COMMAND")
public final class Parcours {

    private static final String SETTING = "--(parcours|spring)\\..*";

    private Parcours() {}

    public static void main(String... arguments) {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
    }

    /** @return the exit code */
    static int run(PrintWriter out, PrintWriter error, String... arguments) {
        var settings = Settings.of(
                Arrays.stream(arguments).filter(one -> one.matches(SETTING)).toArray(String[]::new));
        var others =
                Arrays.stream(arguments).filter(one -> !one.matches(SETTING)).toArray(String[]::new);
        return new CommandLine(new Parcours(), new WithSettings(settings))
                .setOut(out)
                .setErr(error)
                .setExecutionExceptionHandler(Parcours::explain)
                .execute(others);
    }

    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
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
            case IllegalStateException refused -> {
                error.println(refused.getMessage());
                yield ExitCode.SOFTWARE;
            }
            case LogUnavailableException away -> {
                error.println("The log cannot be reached: " + deepest(away).getMessage());
                yield ExitCode.SOFTWARE;
            }
            default -> throw failure;
        };
    }

    private static Throwable deepest(Throwable failure) {
        return failure.getCause() == null ? failure : deepest(failure.getCause());
    }
}
