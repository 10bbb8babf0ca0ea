package org.parcours.command.eventlog.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.eventlog.EventLogFixtures.ANNE;
import static org.parcours.command.eventlog.EventLogFixtures.BRUNO;
import static org.parcours.command.eventlog.EventLogFixtures.admitted;
import static org.parcours.command.eventlog.EventLogFixtures.command;
import static org.parcours.command.eventlog.EventLogFixtures.id;
import static org.parcours.command.eventlog.EventLogFixtures.withTags;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.parcours.command.eventlog.AppendRequest;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitCondition;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.chain.HashChain;
import org.parcours.command.eventlog.history.Operation.AppendOperation;
import org.parcours.command.eventlog.history.Operation.CommitLocation;
import org.parcours.command.eventlog.history.Operation.ObservedOutcome;
import org.parcours.command.eventlog.history.Operation.ReadOperation;
import org.parcours.command.store.Hash;

/** The checker detects each kind of violation. */
class HistoryCheckerTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final List<Commit> log = new ArrayList<>();
    private final List<Operation> history = new ArrayList<>();
    private long now;

    private Commit commit(AppendRequest request) {
        var head = log.isEmpty() ? LogHead.empty() : log.getLast().asHead();
        log.add(HashChain.link(head, NOON, request.id(), request.events()));
        return log.getLast();
    }

    private void addOperation(AppendRequest request, ObservedOutcome outcome) {
        addOperation(request, outcome, ++now, ++now);
    }

    private void addOperation(AppendRequest request, ObservedOutcome outcome, long startedAt, long completedAt) {
        history.add(new AppendOperation("c", "p", startedAt, completedAt, request, outcome));
    }

    private static ObservedOutcome appendedAt(Commit commit) {
        return new ObservedOutcome.AppendedAt(CommitLocation.of(commit));
    }

    private static AppendRequest request(String name, long after) {
        return command(name, new CommitCondition(withTags(ANNE), after), admitted(ANNE));
    }

    private List<String> violations() {
        return HistoryChecker.violations(history, log);
    }

    @Test
    void a_consistent_history_has_no_violation() {
        var one = request("one", 0);
        addOperation(one, appendedAt(commit(one)));
        addOperation(request("two", 0), new ObservedOutcome.ConflictedAt(1));
        var three = request("three", 1);
        addOperation(three, new ObservedOutcome.NoOutcome());
        addOperation(three, appendedAt(commit(three)));
        addOperation(three, new ObservedOutcome.AlreadyAppendedAt(CommitLocation.of(log.getLast())));
        history.add(new ReadOperation("c", "p", ++now, ++now, withTags(ANNE), 0, 10, List.of(1L, 2L)));

        assertThat(violations()).isEmpty();
    }

    @Test
    void an_acknowledged_append_that_is_missing_from_the_log_is_detected() {
        addOperation(request("one", 0), appendedAt(commit(request("one", 0))));
        addOperation(
                request("lost", 0), new ObservedOutcome.AppendedAt(new CommitLocation(2, 2, Hash.of(new byte[0]))));

        assertThat(violations()).singleElement().asString().contains("is not in the log");
    }

    @Test
    void an_append_stored_at_another_sequence_than_acknowledged_is_detected() {
        var one = request("one", 0);
        commit(one);
        addOperation(
                one,
                new ObservedOutcome.AppendedAt(
                        new CommitLocation(5, 5, log.getFirst().hash())));

        assertThat(violations()).singleElement().asString().contains("acknowledged at 5, but is at 1");
    }

    @Test
    void a_command_that_is_recorded_twice_is_detected() {
        var one = request("one", 0);
        addOperation(one, appendedAt(commit(one)));
        commit(new AppendRequest(id("one"), one.events(), CommitCondition.none()));

        assertThat(violations()).anySatisfy(found -> assertThat(found).contains("recorded twice"));
    }

    @Test
    void a_commit_that_was_not_requested_is_detected() {
        commit(request("invented", 0));

        assertThat(violations()).singleElement().asString().contains("was not requested");
    }

    @Test
    void a_commit_that_violates_its_condition_is_detected() {
        var one = request("one", 0);
        addOperation(one, appendedAt(commit(one)));
        var two = request("two", 0);
        addOperation(two, appendedAt(commit(two)));

        assertThat(violations()).anySatisfy(found -> assertThat(found).contains("violates its condition"));
    }

    @Test
    void a_false_conflict_and_a_recorded_command_after_a_conflict_are_detected() {
        var one = command("one", admitted(BRUNO));
        addOperation(one, appendedAt(commit(one)));
        addOperation(request("two", 0), new ObservedOutcome.ConflictedAt(1));
        addOperation(request("three", 3), new ObservedOutcome.ConflictedAt(2));
        addOperation(request("four", 0), new ObservedOutcome.ConflictedAt(1));
        commit(request("four", 0));

        assertThat(violations())
                .anySatisfy(found -> assertThat(found).contains("does not match its condition"))
                .anySatisfy(found -> assertThat(found).contains("outside of"))
                .anySatisfy(found -> assertThat(found).contains("was not requested"));
    }

    @Test
    void a_later_append_with_an_earlier_sequence_is_detected() {
        var one = command("one", admitted(BRUNO));
        var two = command("two", admitted(BRUNO));
        var first = commit(one);
        var second = commit(two);
        addOperation(two, appendedAt(second), 1, 2);
        addOperation(one, appendedAt(first), 3, 4);

        assertThat(violations()).singleElement().asString().contains("but is before it");
    }

    @Test
    void a_read_with_a_gap_or_behind_the_knowledge_of_its_process_is_detected() {
        for (var name : List.of("one", "two", "three")) {
            var request = command(name, admitted(ANNE));
            addOperation(request, appendedAt(commit(request)));
        }
        history.add(new ReadOperation("c", "p", ++now, ++now, withTags(ANNE), 0, 10, List.of(1L, 3L)));
        history.add(new ReadOperation("c", "p", ++now, ++now, Criteria.matchAll(), 0, 10, List.of(1L, 2L)));
        history.add(new ReadOperation("c", "p", ++now, ++now, Criteria.matchAll(), 0, 2, List.of(1L, 2L)));
        history.add(new ReadOperation("d", "q", 1, ++now, withTags(ANNE), 0, 10, List.of(1L)));

        assertThat(violations())
                .hasSize(2)
                .anySatisfy(found -> assertThat(found).contains("not a prefix"))
                .anySatisfy(found -> assertThat(found).contains("although its process knew of 3"));
    }

    @Test
    void a_broken_chain_is_detected() {
        commit(request("one", 0));
        commit(request("two", 1));
        log.removeFirst();

        assertThat(violations()).singleElement().asString().contains("broken at 1");
    }
}
