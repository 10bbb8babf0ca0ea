package org.parcours.command.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class FairSenderSchedulerTest {

    private static final Duration WINDOW = Duration.ofMillis(100);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> started = new CopyOnWriteArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong now = new AtomicLong();
    private FairSenderScheduler scheduler = scheduler(8, DataSize.ofMegabytes(2), Duration.ofSeconds(30));

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void a_sender_alone_may_use_the_whole_limit_and_no_more() {
        CountDownLatch end = new CountDownLatch(1);
        List<Future<Optional<String>>> messages = submit("GAM", 20, end);

        await().until(() -> running.get() == 8);
        assertThat(scheduler.waiting()).isEqualTo(12);
        end.countDown();
        assertThat(results(messages)).hasSize(20).allMatch(Optional::isPresent);
        assertThat(scheduler.inProgress()).isZero();
    }

    @Test
    void several_active_senders_have_equal_shares() {
        CountDownLatch end = new CountDownLatch(1);
        submit("LAB", 1, end);
        await().until(() -> running.get() == 1);
        submit("GAM", 20, end);

        await().until(() -> running.get() == 5);
        assertThat(started).filteredOn("GAM"::equals).hasSize(4);
        end.countDown();
    }

    @Test
    void a_sender_that_sent_a_moment_ago_keeps_its_share_for_a_while() {
        assertThat(scheduler.run("LAB", 1, () -> "")).isPresent();
        CountDownLatch end = new CountDownLatch(1);
        submit("GAM", 20, end);
        await().until(() -> scheduler.waiting() == 16);
        assertThat(scheduler.inProgress()).isEqualTo(4);

        now.addAndGet(WINDOW.toNanos() + 1);
        submit("GAM", 1, end);
        await().until(() -> running.get() == 8);
        end.countDown();
    }

    @Test
    void of_those_that_wait_the_sender_with_the_fewest_messages_in_progress_starts_first() throws Exception {
        scheduler = scheduler(1, DataSize.ofMegabytes(2), Duration.ofSeconds(30));
        CountDownLatch end = new CountDownLatch(1);
        submit("FLOOD", 1, end);
        await().until(() -> running.get() == 1);
        submit("FLOOD", 5, end);
        await().until(() -> scheduler.waiting() == 5);
        List<Future<Optional<String>>> calm = submit("LAB", 1, end);
        await().until(() -> scheduler.waiting() == 6);

        end.countDown();
        assertThat(calm.getFirst().get()).isPresent();
        await().until(() -> started.size() == 7);
        assertThat(started.indexOf("LAB"))
                .as("not behind the five that came before it")
                .isLessThanOrEqualTo(2);
    }

    @Test
    void messages_of_one_sender_start_in_the_order_of_their_arrival() throws Exception {
        scheduler = scheduler(1, DataSize.ofMegabytes(2), Duration.ofSeconds(30));
        CountDownLatch end = new CountDownLatch(1);
        submit("GAM", 1, end);
        await().until(() -> running.get() == 1);
        List<Integer> order = new CopyOnWriteArrayList<>();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            all.add(threads.submit(() -> scheduler.run("GAM", 1, () -> order.add(number))));
            await().until(() -> scheduler.waiting() == number + 1);
        }

        end.countDown();
        for (Future<?> each : all) {
            each.get();
        }
        assertThat(order).isSorted().hasSize(20);
    }

    @Test
    void a_message_whose_turn_does_not_come_in_time_is_not_processed() {
        scheduler = scheduler(1, DataSize.ofMegabytes(2), Duration.ofMillis(50));
        CountDownLatch end = new CountDownLatch(1);
        submit("GAM", 1, end);
        await().until(() -> running.get() == 1);

        assertThat(scheduler.run("LAB", 1, () -> "processed")).isEmpty();
        end.countDown();
        await().until(() -> scheduler.inProgress() == 0);
        assertThat(scheduler.waiting()).isZero();
        assertThat(scheduler.run("LAB", 1, () -> "processed")).contains("processed");
    }

    @Test
    void the_messages_in_progress_stay_within_the_memory_budget_and_a_long_one_is_not_overtaken_for_ever() {
        scheduler = scheduler(8, DataSize.ofBytes(1000), Duration.ofSeconds(30));
        CountDownLatch end = new CountDownLatch(1);
        submit("A", 400, 1, end);
        submit("B", 400, 1, end);
        await().until(() -> running.get() == 2);
        submit("LONG", 5000, 1, end);
        await().until(() -> scheduler.waiting() == 1);
        submit("SHORT", 100, 1, end);

        await().until(() -> scheduler.waiting() == 2);
        end.countDown();
        await().until(() -> started.size() == 4);
        assertThat(started.subList(2, 4)).containsExactlyInAnyOrder("LONG", "SHORT");
    }

    @Test
    void a_failure_ends_the_message_as_a_result_does() {
        try {
            scheduler.run("GAM", 1, () -> {
                throw new IllegalStateException("broken");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("broken");
        }
        assertThat(scheduler.inProgress()).isZero();
    }

    @Test
    void invented_sender_names_do_not_fill_the_memory() {
        for (int i = 0; i < 50_000; i++) {
            scheduler.run("INVENTED" + i, 1, () -> "");
        }
        assertThat(scheduler.activeSenders()).isLessThanOrEqualTo(10_000);
    }

    private List<Future<Optional<String>>> submit(String sender, int messages, CountDownLatch end) {
        return submit(sender, 1, messages, end);
    }

    private List<Future<Optional<String>>> submit(String sender, long bytes, int messages, CountDownLatch end) {
        List<Future<Optional<String>>> submitted = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            submitted.add(threads.submit(() -> scheduler.run(sender, bytes, () -> {
                started.add(sender);
                running.incrementAndGet();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                running.decrementAndGet();
                return sender;
            })));
        }
        return submitted;
    }

    private static List<Optional<String>> results(List<Future<Optional<String>>> submitted) {
        return submitted.stream()
                .map(each -> {
                    try {
                        return each.get();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    private FairSenderScheduler scheduler(int maxConcurrent, DataSize maxBytes, Duration maxWait) {
        return new FairSenderScheduler(new ProcessingProperties(maxConcurrent, maxBytes, WINDOW, maxWait), now::get);
    }
}
