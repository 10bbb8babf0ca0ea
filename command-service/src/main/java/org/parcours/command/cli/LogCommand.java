package org.parcours.command.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "log",
        description = "The event log: verify, export, import, tail.",
        subcommands = {
            VerifyLogCommand.class,
            ExportLogCommand.class,
            ImportLogCommand.class,
            TailLogCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class LogCommand {}
