package org.parcours.command.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "publisher",
        description = "The topic to which the log is published.",
        subcommands = {ResetPublisherCommand.class, CommandLine.HelpCommand.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class PublisherCommand {}
