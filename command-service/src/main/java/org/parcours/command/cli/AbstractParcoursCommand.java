package org.parcours.command.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that needs the service's configuration. */
abstract class AbstractParcoursCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    final ServiceConfigurationReader configuration() {
        return ((ParcoursCommand) spec.root().userObject()).configuration();
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    static void requireReadable(Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("%s cannot be read".formatted(file));
        }
    }
}
