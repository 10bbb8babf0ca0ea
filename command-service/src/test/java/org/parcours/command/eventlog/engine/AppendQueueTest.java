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

/** The limits of a group (log rule 6) and of the queue. */
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
    void callers_take_turns_and_the_appends_of_each_keep_their_order() throws Exception {
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
    void a_group_waits_for_the_callers_of_the_previous_group() throws Exception {
        var delayedQueue = new AppendQueue(EventLogFixtures.withBatchDelay(Duration.ofSeconds(20)));
        delayedQueue.offer(new PendingAppend(command("first", admitted(ANNE)), 1, 1, new CompletableFuture<>()));
        Thread.ofVirtual().start(() -> {
            delayedQueue.offer(new PendingAppend(command("second", admitted(ANNE)), 1, 1, new CompletableFuture<>()));
        });

        assertThat(delayedQueue.takeGroup(1)).hasSize(2);
    }

    @Test
    void a_group_waits_no_longer_than_the_batch_delay() throws Exception {
        var delayedQueue = new AppendQueue(EventLogFixtures.withBatchDelay(Duration.ofMillis(5)));
        delayedQueue.offer(new PendingAppend(command("first", admitted(ANNE)), 1, 1, new CompletableFuture<>()));

        assertThat(delayedQueue.takeGroup(64)).hasSize(1);
    }

    @Test
    void the_batch_delay_drops_to_zero_without_new_appends_and_is_probed_again() {
        var batchDelay = new AdaptiveBatchDelay(Duration.ofMillis(1));
        for (int i = 0; i < 5; i++) {
            assertThat(batchDelay.nextDelayNanos()).isPositive();
            batchDelay.adapt(false);
        }
        var delays = LongStream.range(0, 128)
                .map(group -> batchDelay.nextDelayNanos())
                .toArray();

        assertThat(LongStream.of(delays).filter(nanos -> nanos > 0)).hasSize(2);
        batchDelay.adapt(true);
        assertThat(batchDelay.nextDelayNanos()).isEqualTo(1_000_000);
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
    void the_queue_is_bounded_by_count_and_bytes() throws Exception {
        for (int i = 0; i < settings.queue().maxCommits(); i++) {
            assertThat(offer(1, 1)).isTrue();
        }
        assertThat(offer(1, 1)).isFalse();
        queue.takeGroup(0);
        assertThat(offer((int) settings.queue().maxBytes(), 1)).isFalse();
        assertThat(offer(1, 1)).isTrue();
    }

    @Test
    void a_closed_queue_rejects_new_appends_and_returns_the_queued_ones() throws Exception {
        offer(1, 1);
        queue.close();
        assertThat(offer(1, 1)).isFalse();
        assertThat(queue.takeGroup(0)).hasSize(1);
        assertThat(queue.takeGroup(0)).isEmpty();
    }
}
