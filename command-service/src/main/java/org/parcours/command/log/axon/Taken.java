package org.parcours.command.log.axon;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.parcours.command.journey.recording.Decided;
import org.parcours.command.journey.recording.NewEvent;
import org.parcours.command.log.Commit;

/** The command's result, to be read after its unit of work has committed. */
sealed interface Taken {

    record Appending(List<NewEvent> events, CompletableFuture<Commit> commit) implements Taken {}

    record KnownAlready(List<Decided.Place> places) implements Taken {}
}
