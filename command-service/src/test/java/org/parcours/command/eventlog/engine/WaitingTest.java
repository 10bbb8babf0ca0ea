package org.parcours.command.eventlog.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.eventlog.Samples.ANNE;
import static org.parcours.command.eventlog.Samples.admitted;
import static org.parcours.command.eventlog.Samples.command;
import static org.parcours.command.eventlog.Samples.id;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.parcours.command.eventlog.Append;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.Condition;
import org.parcours.command.eventlog.LogSettings;
import org.parcours.command.eventlog.Samples;
import org.parcours.command.eventlog.engine.Waiting.Waiter;

/** Rule 6 and the queue's bounds. */
class WaitingTest {

    private final LogSettings settings = Samples.small(1 << 20, 4, 10, 6, Duration.ofSeconds(1));
    private final Waiting waiting = new Waiting(settings);
    private int callers;

    private boolean offer(int bytes, int tags) {
        var append = new Append(id("c"), List.of(admitted(ANNE)), Condition.none(), "caller " + ++callers);
        return waiting.offer(new Waiter(append, bytes, tags, new CompletableFuture<>()));
    }

    private boolean offer(String caller, String command) {
        var append = new Append(id(command), List.of(admitted(ANNE)), Condition.none(), caller);
        return waiting.offer(new Waiter(append, 1, 1, new CompletableFuture<>()));
    }

    private List<CommitId> take() throws InterruptedException {
        return waiting.takeGroup(0).stream().map(waiter -> waiter.append().id()).toList();
    }

    @Test
    void callers_take_turns_and_each_ones_appends_keep_their_order() throws Exception {
        for (int i = 1; i <= 5; i++) {
            offer("flood", "flood" + i);
        }
        offer("calm", "calm1");
        offer("slow", "slow1");
        offer("calm", "calm2");

        assertThat(take()).containsExactly(id("flood1"), id("calm1"), id("slow1"), id("flood2"));
        assertThat(take()).containsExactly(id("calm2"), id("flood3"), id("flood4"), id("flood5"));
    }

    @Test
    void one_caller_cannot_fill_the_queue_alone() throws Exception {
        for (int i = 1; i <= 6; i++) {
            assertThat(offer("flood", "flood" + i)).isTrue();
        }
        assertThat(offer("flood", "flood7")).isFalse();
        assertThat(offer("calm", "calm1")).isTrue();
        take();
        assertThat(offer("flood", "flood7")).isTrue();
    }

    @Test
    void a_group_waits_a_moment_for_those_who_are_about_to_come() throws Exception {
        var gathering = new Waiting(Samples.gathering(Duration.ofSeconds(20)));
        gathering.offer(new Waiter(command("first", admitted(ANNE)), 1, 1, new CompletableFuture<>()));
        Thread.ofVirtual().start(() -> {
            gathering.offer(new Waiter(command("second", admitted(ANNE)), 1, 1, new CompletableFuture<>()));
        });

        assertThat(gathering.takeGroup(1)).hasSize(2);
    }

    @Test
    void a_group_does_not_wait_for_ever_for_those_who_do_not_come() throws Exception {
        var gathering = new Waiting(Samples.gathering(Duration.ofMillis(5)));
        gathering.offer(new Waiter(command("first", admitted(ANNE)), 1, 1, new CompletableFuture<>()));

        assertThat(gathering.takeGroup(64)).hasSize(1);
    }

    @Test
    void waiting_in_vain_is_given_up_and_tried_again_now_and_then() {
        var gathering = new Gathering(Duration.ofMillis(1));
        for (int i = 0; i < 5; i++) {
            assertThat(gathering.patience()).isPositive();
            gathering.learn(false);
        }
        var patience =
                LongStream.range(0, 128).map(group -> gathering.patience()).toArray();

        assertThat(LongStream.of(patience).filter(nanos -> nanos > 0)).hasSize(2);
        gathering.learn(true);
        assertThat(gathering.patience()).isEqualTo(1_000_000);
    }

    @Test
    void a_group_is_bounded_by_count() throws Exception {
        for (int i = 0; i < 6; i++) {
            assertThat(offer(10, 1)).isTrue();
        }
        assertThat(waiting.takeGroup(0)).hasSize(4);
        assertThat(waiting.takeGroup(0)).hasSize(2);
    }

    @Test
    void a_group_is_bounded_by_bytes() throws Exception {
        for (int i = 0; i < 4; i++) {
            offer(settings.groups().maxBytes() / 2, 1);
        }
        assertThat(waiting.takeGroup(0)).hasSize(2);
        assertThat(waiting.takeGroup(0)).hasSize(2);
    }

    @Test
    void a_group_is_bounded_by_tags() throws Exception {
        for (int i = 0; i < 4; i++) {
            offer(1, 40);
        }
        assertThat(waiting.takeGroup(0)).hasSize(2);
    }

    @Test
    void nobody_waits_beyond_the_bounds() throws Exception {
        for (int i = 0; i < settings.queue().maxCommits(); i++) {
            assertThat(offer(1, 1)).isTrue();
        }
        assertThat(offer(1, 1)).isFalse();
        waiting.takeGroup(0);
        assertThat(offer((int) settings.queue().maxBytes(), 1)).isFalse();
        assertThat(offer(1, 1)).isTrue();
    }

    @Test
    void nobody_gets_in_once_closed_but_those_inside_are_served() throws Exception {
        offer(1, 1);
        waiting.close();
        assertThat(offer(1, 1)).isFalse();
        assertThat(waiting.takeGroup(0)).hasSize(1);
        assertThat(waiting.takeGroup(0)).isEmpty();
    }
}
