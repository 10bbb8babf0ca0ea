package org.parcours.query.cli;

import org.parcours.query.rebuild.GenerationSwitch;
import org.parcours.query.store.ViewStore;
import org.parcours.query.store.ViewStore.GenerationInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

@Command(
        name = "switch",
        description =
                "Makes a complete generation current: readers use it from then on, and the projection goes on in it. The"
                        + " former one stays, so that you can switch back.",
        mixinStandardHelpOptions = true)
final class SwitchGenerationCommand extends AbstractViewsCommand {

    @Parameters(paramLabel = "GENERATION", description = "Its number: 'parcours views list'.")
    private long number;

    @Override
    public Integer call() {
        try (ViewStore store = configuration().openExistingStore()) {
            GenerationInfo generation = find(store, number);
            if (!generation.version().equals(configuration().version())) {
                throw new IllegalArgumentException("Generation %d has the format '%s', this version reads '%s'."
                        .formatted(number, generation.version(), configuration().version()));
            }
            if (generation.progress().position() == 0) {
                throw new IllegalArgumentException("Generation %d is unfinished.".formatted(number));
            }
            GenerationSwitch.makeCurrent(
                    store, generation.version(), store.generation(number).orElseThrow());
            out().printf(
                            "CURRENT  generation %d, position %d; running query-services use it within seconds%n",
                            number, generation.progress().position());
        }
        return ExitCode.OK;
    }
}
