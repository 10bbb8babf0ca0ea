package org.parcours.command.eventlog.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.eventlog.Samples.ANNE;
import static org.parcours.command.eventlog.Samples.BRUNO;
import static org.parcours.command.eventlog.Samples.admitted;
import static org.parcours.command.eventlog.Samples.all;
import static org.parcours.command.eventlog.Samples.command;
import static org.parcours.command.eventlog.Samples.id;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.parcours.command.eventlog.Append;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.Condition;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.Head;
import org.parcours.command.eventlog.chain.HashChain;
import org.parcours.command.eventlog.history.Operation.Appending;
import org.parcours.command.eventlog.history.Operation.Place;
import org.parcours.command.eventlog.history.Operation.Reading;
import org.parcours.command.eventlog.history.Operation.Told;
import org.parcours.command.store.Hash;

/** A checker that finds nothing proves nothing: it finds each thing that it is for. */
class HistoryCheckerTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final List<Commit> log = new ArrayList<>();
    private final List<Operation> history = new ArrayList<>();
    private long now;

    private Commit recorded(Append append) {
        var head = log.isEmpty() ? Head.empty() : log.getLast().asHead();
        log.add(HashChain.link(head, NOON, append.id(), append.events()));
        return log.getLast();
    }

    private void told(Append append, Told told) {
        told(append, told, ++now, ++now);
    }

    private void told(Append append, Told told, long asked, long answered) {
        history.add(new Appending("c", "p", asked, answered, append, told));
    }

    private static Told appended(Commit commit) {
        return new Told.Appended(Place.of(commit));
    }

    private static Append about(String name, long after) {
        return command(name, new Condition(all(ANNE), after), admitted(ANNE));
    }

    private List<String> violations() {
        return HistoryChecker.violations(history, log);
    }

    @Test
    void what_was_told_and_is_there_is_no_violation() {
        var one = about("one", 0);
        told(one, appended(recorded(one)));
        told(about("two", 0), new Told.Conflicted(1));
        var three = about("three", 1);
        told(three, new Told.Nothing());
        told(three, appended(recorded(three)));
        told(three, new Told.AlreadyAppended(Place.of(log.getLast())));
        history.add(new Reading("c", "p", ++now, ++now, all(ANNE), 0, 10, List.of(1L, 2L)));

        assertThat(violations()).isEmpty();
    }

    @Test
    void what_was_acknowledged_and_is_not_there() {
        told(about("one", 0), appended(recorded(about("one", 0))));
        told(about("lost", 0), new Told.Appended(new Place(2, 2, Hash.of(new byte[0]))));

        assertThat(violations()).singleElement().asString().contains("is not in the log");
    }

    @Test
    void what_stands_elsewhere_than_was_said() {
        var one = about("one", 0);
        recorded(one);
        told(one, new Told.Appended(new Place(5, 5, log.getFirst().hash())));

        assertThat(violations()).singleElement().asString().contains("acknowledged at 5 and stands at 1");
    }

    @Test
    void what_is_there_twice() {
        var one = about("one", 0);
        told(one, appended(recorded(one)));
        recorded(new Append(id("one"), one.events(), Condition.none()));

        assertThat(violations()).anySatisfy(found -> assertThat(found).contains("recorded twice"));
    }

    @Test
    void what_nobody_asked_for() {
        recorded(about("invented", 0));

        assertThat(violations()).singleElement().asString().contains("nobody asked for");
    }

    @Test
    void what_was_recorded_against_its_condition() {
        var one = about("one", 0);
        told(one, appended(recorded(one)));
        var two = about("two", 0);
        told(two, appended(recorded(two)));

        assertThat(violations()).anySatisfy(found -> assertThat(found).contains("against its condition"));
    }

    @Test
    void a_conflict_that_is_none_or_whose_command_is_recorded_all_the_same() {
        var one = command("one", admitted(BRUNO));
        told(one, appended(recorded(one)));
        told(about("two", 0), new Told.Conflicted(1));
        told(about("three", 3), new Told.Conflicted(2));
        told(about("four", 0), new Told.Conflicted(1));
        recorded(about("four", 0));

        assertThat(violations())
                .anySatisfy(found -> assertThat(found).contains("does not exclude"))
                .anySatisfy(found -> assertThat(found).contains("outside of"))
                .anySatisfy(found -> assertThat(found).contains("nobody asked for"));
    }

    @Test
    void what_was_asked_later_and_stands_earlier() {
        var one = command("one", admitted(BRUNO));
        var two = command("two", admitted(BRUNO));
        var first = recorded(one);
        var second = recorded(two);
        told(two, appended(second), 1, 2);
        told(one, appended(first), 3, 4);

        assertThat(violations()).singleElement().asString().contains("stands before it");
    }

    @Test
    void a_read_with_a_hole_or_of_less_than_its_process_knew() {
        for (var name : List.of("one", "two", "three")) {
            var append = command(name, admitted(ANNE));
            told(append, appended(recorded(append)));
        }
        history.add(new Reading("c", "p", ++now, ++now, all(ANNE), 0, 10, List.of(1L, 3L)));
        history.add(new Reading("c", "p", ++now, ++now, Criteria.everything(), 0, 10, List.of(1L, 2L)));
        history.add(new Reading("c", "p", ++now, ++now, Criteria.everything(), 0, 2, List.of(1L, 2L)));
        history.add(new Reading("d", "q", 1, ++now, all(ANNE), 0, 10, List.of(1L)));

        assertThat(violations())
                .hasSize(2)
                .anySatisfy(found -> assertThat(found).contains("not the beginning"))
                .anySatisfy(found -> assertThat(found).contains("though its process knew of 3"));
    }

    @Test
    void a_log_that_is_no_chain() {
        recorded(about("one", 0));
        recorded(about("two", 1));
        log.removeFirst();

        assertThat(violations()).singleElement().asString().contains("broken at 1");
    }
}
