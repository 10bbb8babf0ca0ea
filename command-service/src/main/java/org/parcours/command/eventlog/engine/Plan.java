package org.parcours.command.eventlog.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.parcours.command.eventlog.Append;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.AppendOutcome.AlreadyAppended;
import org.parcours.command.eventlog.AppendOutcome.Appended;
import org.parcours.command.eventlog.AppendOutcome.Conflicted;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.Condition;
import org.parcours.command.eventlog.Head;
import org.parcours.command.eventlog.chain.HashChain;

/**
 * A group of appends decided on top of a head: the outcome of each, which becomes true when the commits are inserted
 * behind that head. A member that conflicts, or was appended before, fails alone.
 */
final class Plan {

    /** What was known before the group: answers for all positions up to the head. */
    interface Known {
        OptionalLong firstMatch(Condition condition);
    }

    private final List<AppendOutcome> outcomes = new ArrayList<>();
    private final List<Commit> commits = new ArrayList<>();
    private final Set<CommitId> conflicted = new HashSet<>();
    private final Map<CommitId, Commit> byId = new HashMap<>();
    private Head head;

    private Plan(Head head) {
        this.head = head;
    }

    /**
     * @param landed commits of this very group that an earlier round brought in
     * @param stored commits with the ids of the group that were there before
     */
    static Plan of(
            List<Append> group,
            Head head,
            Instant recordedAt,
            Map<CommitId, Commit> landed,
            Map<CommitId, Commit> stored,
            Known known) {
        var plan = new Plan(head);
        plan.byId.putAll(stored);
        var toTell = new HashMap<>(landed);
        for (var append : group) {
            var mine = toTell.remove(append.id());
            if (mine != null) {
                plan.byId.put(append.id(), mine);
                plan.outcomes.add(new Appended(mine));
            } else {
                plan.outcomes.add(plan.decide(append, recordedAt, known));
            }
        }
        return plan;
    }

    List<AppendOutcome> outcomes() {
        return outcomes;
    }

    List<Commit> commits() {
        return commits;
    }

    /** The ids of the members that conflict. */
    Set<CommitId> conflicted() {
        return conflicted;
    }

    private AppendOutcome decide(Append append, Instant recordedAt, Known known) {
        var before = byId.get(append.id());
        if (before != null) {
            return new AlreadyAppended(before);
        }
        var match = known.firstMatch(append.condition());
        if (match.isEmpty()) {
            match = firstMatchInGroup(append.condition());
        }
        if (match.isPresent()) {
            conflicted.add(append.id());
            return new Conflicted(match.getAsLong());
        }
        var commit = HashChain.link(head, recordedAt, append.id(), append.events());
        head = commit.asHead();
        commits.add(commit);
        byId.put(commit.id(), commit);
        return new Appended(commit);
    }

    private OptionalLong firstMatchInGroup(Condition condition) {
        for (var commit : commits) {
            long position = commit.firstPosition();
            for (var event : commit.events()) {
                if (position > condition.after() && condition.criteria().matches(event.name(), event.tags())) {
                    return OptionalLong.of(position);
                }
                position++;
            }
        }
        return OptionalLong.empty();
    }
}
