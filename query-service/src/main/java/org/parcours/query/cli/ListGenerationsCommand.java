package org.parcours.query.cli;

import org.parcours.query.store.ViewStore;
import org.parcours.query.store.ViewStore.GenerationInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

@Command(
        name = "list",
        description = "Lists the generations of views: number, format, position in the log, and which one is current.",
        mixinStandardHelpOptions = true)
final class ListGenerationsCommand extends AbstractViewsCommand {

    @Override
    public Integer call() {
        try (ViewStore store = configuration().openExistingStore()) {
            String version = configuration().version();
            out().printf("%s%n%-10s  %-20s  %12s  %s%n", store.describe(), "generation", "format", "position", "state");
            store.generations().forEach(generation -> out().printf(
                            "%10d  %-20s  %,12d  %s%n",
                            generation.number(),
                            generation.version(),
                            generation.progress().position(),
                            state(generation, version)));
        }
        return ExitCode.OK;
    }

    private static String state(GenerationInfo generation, String version) {
        if (!generation.version().equals(version)) {
            return "of another format";
        }
        if (generation.current()) {
            return "current";
        }
        return generation.progress().position() == 0 ? "unfinished" : "complete, not current";
    }
}
