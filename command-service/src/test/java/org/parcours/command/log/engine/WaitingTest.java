package org.parcours.command.log.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.log.Samples.ANNE;
import static org.parcours.command.log.Samples.admitted;
import static org.parcours.command.log.Samples.command;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.parcours.command.log.LogSettings;
import org.parcours.command.log.Samples;
import org.parcours.command.log.engine.Waiting.Waiter;

/** Rule 6 and the queue's bounds. */
class WaitingTest {

    private final LogSettings settings = Samples.small(1 << 20, 4, 10, Duration.ofSeconds(1));
    private final Waiting waiting = new Waiting(settings);

    private boolean offer(int bytes, int tags) {
        return waiting.offer(new Waiter(command("c", admitted(ANNE)), bytes, tags, new CompletableFuture<>()));
    }

    @Test
    void a_group_is_bounded_by_count() throws Exception {
        for (int i = 0; i < 6; i++) {
            assertThat(offer(10, 1)).isTrue();
        }
        assertThat(waiting.takeGroup()).hasSize(4);
        assertThat(waiting.takeGroup()).hasSize(2);
    }

    @Test
    void a_group_is_bounded_by_bytes() throws Exception {
        for (int i = 0; i < 4; i++) {
            offer(settings.maxGroupBytes() / 2, 1);
        }
        assertThat(waiting.takeGroup()).hasSize(2);
        assertThat(waiting.takeGroup()).hasSize(2);
    }

    @Test
    void a_group_is_bounded_by_tags() throws Exception {
        for (int i = 0; i < 4; i++) {
            offer(1, 40);
        }
        assertThat(waiting.takeGroup()).hasSize(2);
    }

    @Test
    void nobody_waits_beyond_the_bounds() throws Exception {
        for (int i = 0; i < settings.maxWaitingCommits(); i++) {
            assertThat(offer(1, 1)).isTrue();
        }
        assertThat(offer(1, 1)).isFalse();
        waiting.takeGroup();
        assertThat(offer((int) settings.maxWaitingBytes(), 1)).isFalse();
        assertThat(offer(1, 1)).isTrue();
    }

    @Test
    void nobody_gets_in_once_closed_but_those_inside_are_served() throws Exception {
        offer(1, 1);
        waiting.close();
        assertThat(offer(1, 1)).isFalse();
        assertThat(waiting.takeGroup()).hasSize(1);
        assertThat(waiting.takeGroup()).isEmpty();
    }
}
