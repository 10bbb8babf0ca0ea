package org.parcours.command.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "log",
        description = "The event log: verify, export, import, tail.",
        subcommands = {
            VerifyCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            TailCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class LogCommand {}
