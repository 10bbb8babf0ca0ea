package org.parcours.command.eventlog.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.eventlog.EventLogFixtures.ANNE;
import static org.parcours.command.eventlog.EventLogFixtures.admitted;
import static org.parcours.command.eventlog.EventLogFixtures.command;
import static org.parcours.command.eventlog.EventLogFixtures.id;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.parcours.command.eventlog.AppendRequest;
import org.parcours.command.eventlog.CommitCondition;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.EventLogFixtures;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.engine.AppendQueue.PendingAppend;

/** Rule 6 and the queue's bounds. */
class AppendQueueTest {

    private final EventLogSettings settings = EventLogFixtures.smallLimits(1 << 20, 4, 10, 6, Duration.ofSeconds(1));
    private final AppendQueue queue = new AppendQueue(settings);
    private int callers;

    private boolean offer(int bytes, int tags) {
        var append = new AppendRequest(id("c"), List.of(admitted(ANNE)), CommitCondition.none(), "caller " + ++callers);
        return queue.offer(new PendingAppend(append, bytes, tags, new CompletableFuture<>()));
    }

    private boolean offer(String caller, String command) {
        var append = new AppendRequest(id(command), List.of(admitted(ANNE)), CommitCondition.none(), caller);
        return queue.offer(new PendingAppend(append, 1, 1, new CompletableFuture<>()));
    }

    private List<CommitId> take() throws InterruptedException {
        return queue.takeGroup(0).stream()
                .map(pending -> pending.request().id())
                .toList();
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
        var gathering = new AppendQueue(EventLogFixtures.withBatchDelay(Duration.ofSeconds(20)));
        gathering.offer(new PendingAppend(command("first", admitted(ANNE)), 1, 1, new CompletableFuture<>()));
        Thread.ofVirtual().start(() -> {
            gathering.offer(new PendingAppend(command("second", admitted(ANNE)), 1, 1, new CompletableFuture<>()));
        });

        assertThat(gathering.takeGroup(1)).hasSize(2);
    }

    @Test
    void a_group_does_not_wait_for_ever_for_those_who_do_not_come() throws Exception {
        var gathering = new AppendQueue(EventLogFixtures.withBatchDelay(Duration.ofMillis(5)));
        gathering.offer(new PendingAppend(command("first", admitted(ANNE)), 1, 1, new CompletableFuture<>()));

        assertThat(gathering.takeGroup(64)).hasSize(1);
    }

    @Test
    void waiting_in_vain_is_given_up_and_tried_again_now_and_then() {
        var gathering = new AdaptiveBatchDelay(Duration.ofMillis(1));
        for (int i = 0; i < 5; i++) {
            assertThat(gathering.nextDelayNanos()).isPositive();
            gathering.adapt(false);
        }
        var patience = LongStream.range(0, 128)
                .map(group -> gathering.nextDelayNanos())
                .toArray();

        assertThat(LongStream.of(patience).filter(nanos -> nanos > 0)).hasSize(2);
        gathering.adapt(true);
        assertThat(gathering.nextDelayNanos()).isEqualTo(1_000_000);
    }

    @Test
    void a_group_is_bounded_by_count() throws Exception {
        for (int i = 0; i < 6; i++) {
            assertThat(offer(10, 1)).isTrue();
        }
        assertThat(queue.takeGroup(0)).hasSize(4);
        assertThat(queue.takeGroup(0)).hasSize(2);
    }

    @Test
    void a_group_is_bounded_by_bytes() throws Exception {
        for (int i = 0; i < 4; i++) {
            offer(settings.groupCommit().maxBytes() / 2, 1);
        }
        assertThat(queue.takeGroup(0)).hasSize(2);
        assertThat(queue.takeGroup(0)).hasSize(2);
    }

    @Test
    void a_group_is_bounded_by_tags() throws Exception {
        for (int i = 0; i < 4; i++) {
            offer(1, 40);
        }
        assertThat(queue.takeGroup(0)).hasSize(2);
    }

    @Test
    void nobody_waits_beyond_the_bounds() throws Exception {
        for (int i = 0; i < settings.queue().maxCommits(); i++) {
            assertThat(offer(1, 1)).isTrue();
        }
        assertThat(offer(1, 1)).isFalse();
        queue.takeGroup(0);
        assertThat(offer((int) settings.queue().maxBytes(), 1)).isFalse();
        assertThat(offer(1, 1)).isTrue();
    }

    @Test
    void nobody_gets_in_once_closed_but_those_inside_are_served() throws Exception {
        offer(1, 1);
        queue.close();
        assertThat(offer(1, 1)).isFalse();
        assertThat(queue.takeGroup(0)).hasSize(1);
        assertThat(queue.takeGroup(0)).isEmpty();
    }
}
