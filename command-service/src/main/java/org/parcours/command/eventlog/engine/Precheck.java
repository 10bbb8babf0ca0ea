package org.parcours.command.eventlog.engine;

import java.util.Optional;
import java.util.Set;
import org.parcours.command.eventlog.Append;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.AppendOutcome.AlreadyAppended;
import org.parcours.command.eventlog.AppendOutcome.Conflicted;
import org.parcours.command.eventlog.Condition;

/**
 * Looks an old condition up in the store before the append waits for its turn, on its caller's thread, so that the one
 * thread that appends has only recent events to look at.
 *
 * <p>What it finds stays true: no event at or before the head, as this process knew it when it asked, matches. So the
 * condition may be asked from there on.
 */
final class Precheck {

    /** Either its outcome, or the append to go on with. */
    sealed interface Result {

        record Decided(AppendOutcome outcome) implements Result {}

        record GoOn(Append append) implements Result {}
    }

    private final CommitStore store;
    private final StoreReads reads;
    private final GroupWriter writer;

    Precheck(CommitStore store, GroupWriter writer) {
        this.store = store;
        this.reads = new StoreReads(store);
        this.writer = writer;
    }

    boolean isNeeded(Append append) {
        return !writer.remembers(append.condition());
    }

    Result check(Append append) {
        var condition = append.condition();
        // Before the question: the store sees at least this much when it answers.
        long head = writer.known().position();
        var match = reads.firstMatch(condition.criteria(), condition.after());
        if (match.isPresent()) {
            // Perhaps with the very commit that an earlier try of it brought in.
            Optional<AppendOutcome> before =
                    store.commits(Set.of(append.id())).stream().findFirst().map(AlreadyAppended::new);
            return new Result.Decided(before.orElseGet(() -> new Conflicted(match.getAsLong())));
        }
        return new Result.GoOn(append.on(new Condition(condition.criteria(), Math.max(head, condition.after()))));
    }
}
