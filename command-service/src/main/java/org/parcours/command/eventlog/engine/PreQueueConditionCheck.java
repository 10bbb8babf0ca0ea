package org.parcours.command.eventlog.engine;

import java.util.Optional;
import java.util.Set;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.AppendOutcome.AlreadyAppended;
import org.parcours.command.eventlog.AppendOutcome.Conflicted;
import org.parcours.command.eventlog.AppendRequest;
import org.parcours.command.eventlog.CommitCondition;

/**
 * Checks an old condition against the store before the append is queued, so that the group commit thread checks recent
 * events only. If no event matches up to the head that was known before, the condition is advanced to that head.
 */
final class PreQueueConditionCheck {

    /** The outcome, or the request to queue. */
    sealed interface PrecheckResult {

        record Decided(AppendOutcome outcome) implements PrecheckResult {}

        record Undecided(AppendRequest request) implements PrecheckResult {}
    }

    private final CommitStore store;
    private final CommitAndEventReader reader;
    private final OptimisticGroupAppender appender;

    PreQueueConditionCheck(CommitStore store, OptimisticGroupAppender appender) {
        this.store = store;
        this.reader = new CommitAndEventReader(store);
        this.appender = appender;
    }

    boolean isNeeded(AppendRequest request) {
        return !appender.isCoveredByRecentEvents(request.condition());
    }

    PrecheckResult check(AppendRequest request) {
        var condition = request.condition();
        // Before the read, which sees at least the events up to this head.
        long head = appender.knownHead().position();
        var match = reader.firstMatch(condition.criteria(), condition.afterPosition());
        if (match.isPresent()) {
            // The match may be the commit of an earlier attempt of this request.
            Optional<AppendOutcome> duplicate =
                    store.commits(Set.of(request.id())).stream().findFirst().map(AlreadyAppended::new);
            return new PrecheckResult.Decided(duplicate.orElseGet(() -> new Conflicted(match.getAsLong())));
        }
        return new PrecheckResult.Undecided(request.withCondition(
                new CommitCondition(condition.criteria(), Math.max(head, condition.afterPosition()))));
    }
}
