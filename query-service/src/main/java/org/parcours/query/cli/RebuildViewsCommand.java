package org.parcours.query.cli;

import org.parcours.events.codec.EventCodec;
import org.parcours.query.rebuild.ViewRebuild;
import org.parcours.query.rebuild.ViewRebuild.Comparison;
import org.parcours.query.store.ViewStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "rebuild",
        description = {
            "Builds the views again from the whole topic, beside the current ones, which stay in use meanwhile. Compares both"
                    + " patient by patient, and makes the new ones current where they are the same.",
            "Each difference is a line on standard output, with the event that explains it and without any value of a"
                    + " patient. With differences the new generation is kept, not current: 'parcours views switch' makes it"
                    + " current, 'parcours views delete' removes it.",
            "Uses both processors; its priority is low."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The new generation is current.",
            "1:It is not: there are differences, or the topic cannot be trusted.",
            "2:Wrong usage."
        })
final class RebuildViewsCommand extends AbstractViewsCommand {

    private static final int KEPT = 1;

    @Option(
            names = "--accept-differences",
            description =
                    "Makes the new generation current with its differences: after a correction of how events are shown.")
    private boolean acceptDifferences;

    @Override
    public Integer call() {
        try (ViewStore store = configuration().openExistingStore()) {
            ViewRebuild rebuild = new ViewRebuild(
                    store,
                    configuration().version(),
                    configuration().web().zone(),
                    new EventCodec(),
                    configuration().kafka(),
                    new RebuildProgressPrinter(err()));
            ViewRebuild.Result result = rebuild.rebuild(acceptDifferences, out()::println);
            out().println(text(result));
            return result.current() ? 0 : KEPT;
        }
    }

    private static String text(ViewRebuild.Result result) {
        String comparison =
                switch (result.comparison()) {
                    case Comparison.NothingToCompare _ -> "there was nothing to compare with";
                    case Comparison.CurrentIsBehind behind ->
                        "the former one is behind, at position %d, and was not compared".formatted(behind.position());
                    case Comparison.Compared compared ->
                        "%d differences to the former one".formatted(compared.differences());
                };
        return result.current()
                ? "CURRENT  generation %d, position %d; %s"
                        .formatted(result.generation(), result.progress().position(), comparison)
                : "KEPT  generation %d, position %d, is not current: %s. 'parcours views switch %d' makes it current."
                        .formatted(result.generation(), result.progress().position(), comparison, result.generation());
    }
}
