package org.parcours.query.cli;

import org.parcours.query.store.ViewStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

@Command(name = "delete", description = "Deletes a generation that is not current.", mixinStandardHelpOptions = true)
final class DeleteGenerationCommand extends AbstractViewsCommand {

    @Parameters(paramLabel = "GENERATION", description = "Its number: 'parcours views list'.")
    private long number;

    @Override
    public Integer call() {
        try (ViewStore store = configuration().openExistingStore()) {
            if (find(store, number).current()) {
                throw new IllegalArgumentException(
                        "Generation %d is current: readers use it. Switch to another one first.".formatted(number));
            }
            store.delete(number);
            out().printf("DELETED  generation %d%n", number);
        }
        return ExitCode.OK;
    }
}
