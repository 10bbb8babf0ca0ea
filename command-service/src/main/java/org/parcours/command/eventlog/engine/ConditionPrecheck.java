package org.parcours.command.eventlog.engine;

import java.util.Optional;
import java.util.Set;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.AppendOutcome.AlreadyAppended;
import org.parcours.command.eventlog.AppendOutcome.Conflicted;
import org.parcours.command.eventlog.AppendRequest;
import org.parcours.command.eventlog.CommitCondition;

/**
 * Looks an old condition up in the store before the append waits for its turn, on its caller's thread, so that the one
 * thread that appends has only recent events to look at.
 *
 * <p>What it finds stays true: no event at or before the head, as this process knew it when it asked, matches. So the
 * condition may be asked from there on.
 */
final class ConditionPrecheck {

    /** Either its outcome, or the append to go on with. */
    sealed interface PrecheckResult {

        record Decided(AppendOutcome outcome) implements PrecheckResult {}

        record Undecided(AppendRequest request) implements PrecheckResult {}
    }

    private final CommitStore store;
    private final CommitStoreReader reader;
    private final GroupWriter writer;

    ConditionPrecheck(CommitStore store, GroupWriter writer) {
        this.store = store;
        this.reader = new CommitStoreReader(store);
        this.writer = writer;
    }

    boolean isNeeded(AppendRequest request) {
        return !writer.isCoveredByRecentEvents(request.condition());
    }

    PrecheckResult check(AppendRequest request) {
        var condition = request.condition();
        // Before the question: the store sees at least this much when it answers.
        long head = writer.knownHead().position();
        var match = reader.firstMatch(condition.criteria(), condition.afterPosition());
        if (match.isPresent()) {
            // Perhaps with the very commit that an earlier try of it brought in.
            Optional<AppendOutcome> duplicate =
                    store.commits(Set.of(request.id())).stream().findFirst().map(AlreadyAppended::new);
            return new PrecheckResult.Decided(duplicate.orElseGet(() -> new Conflicted(match.getAsLong())));
        }
        return new PrecheckResult.Undecided(request.withCondition(
                new CommitCondition(condition.criteria(), Math.max(head, condition.afterPosition()))));
    }
}
