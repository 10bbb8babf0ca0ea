package org.parcours.command.eventlog.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.AppendOutcome.AlreadyAppended;
import org.parcours.command.eventlog.AppendOutcome.Appended;
import org.parcours.command.eventlog.AppendOutcome.Conflicted;
import org.parcours.command.eventlog.AppendRequest;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitCondition;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.chain.HashChain;

/**
 * The decision on a group of appends, given a head: the outcome of each, valid once the commits are inserted after that
 * head. Only the requests that conflict, or were appended before, do not become commits.
 */
final class AppendGroupDecision {

    interface ConditionChecker {
        OptionalLong firstMatch(CommitCondition condition);
    }

    private final List<AppendOutcome> outcomes = new ArrayList<>();
    private final List<Commit> commits = new ArrayList<>();
    private final Set<CommitId> conflictedIds = new HashSet<>();
    private final Map<CommitId, Commit> byId = new HashMap<>();
    private LogHead head;

    private AppendGroupDecision(LogHead head) {
        this.head = head;
    }

    /**
     * @param appendedEarlier commits of this group that an earlier round inserted
     * @param duplicates commits with ids of the group that were in the log before
     */
    static AppendGroupDecision of(
            List<AppendRequest> group,
            LogHead head,
            Instant recordedAt,
            Map<CommitId, Commit> appendedEarlier,
            Map<CommitId, Commit> duplicates,
            ConditionChecker checker) {
        var decision = new AppendGroupDecision(head);
        decision.byId.putAll(duplicates);
        var unreported = new HashMap<>(appendedEarlier);
        for (var request : group) {
            var ownCommit = unreported.remove(request.id());
            if (ownCommit != null) {
                decision.byId.put(request.id(), ownCommit);
                decision.outcomes.add(new Appended(ownCommit));
            } else {
                decision.outcomes.add(decision.decide(request, recordedAt, checker));
            }
        }
        return decision;
    }

    List<AppendOutcome> outcomes() {
        return outcomes;
    }

    List<Commit> commits() {
        return commits;
    }

    Set<CommitId> conflictedIds() {
        return conflictedIds;
    }

    private AppendOutcome decide(AppendRequest request, Instant recordedAt, ConditionChecker checker) {
        var duplicate = byId.get(request.id());
        if (duplicate != null) {
            return new AlreadyAppended(duplicate);
        }
        var matchBefore = checker.firstMatch(request.condition());
        var match = matchBefore.isPresent() ? matchBefore : firstMatchInGroup(request.condition());
        if (match.isPresent()) {
            conflictedIds.add(request.id());
            return new Conflicted(match.getAsLong());
        }
        var commit = HashChain.link(head, recordedAt, request.id(), request.events());
        head = commit.asHead();
        commits.add(commit);
        byId.put(commit.id(), commit);
        return new Appended(commit);
    }

    private OptionalLong firstMatchInGroup(CommitCondition condition) {
        for (var commit : commits) {
            long position = commit.firstPosition();
            for (var event : commit.events()) {
                if (position > condition.afterPosition() && condition.criteria().matches(event.name(), event.tags())) {
                    return OptionalLong.of(position);
                }
                position++;
            }
        }
        return OptionalLong.empty();
    }
}
