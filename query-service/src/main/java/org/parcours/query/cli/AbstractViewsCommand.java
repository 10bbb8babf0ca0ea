package org.parcours.query.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.parcours.query.store.ViewStore;
import org.parcours.query.store.ViewStore.GenerationInfo;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that needs the service's configuration. */
abstract class AbstractViewsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    final ServiceConfiguration configuration() {
        return ((ViewsCommand) spec.root().userObject()).configuration();
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** @throws IllegalArgumentException where there is no such generation */
    static GenerationInfo find(ViewStore store, long number) {
        return store.generations().stream()
                .filter(generation -> generation.number() == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no generation %d. 'parcours views list' shows those that exist.".formatted(number)));
    }
}
