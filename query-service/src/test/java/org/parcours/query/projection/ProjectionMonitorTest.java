package org.parcours.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.parcours.query.store.ViewProgress;
import org.parcours.query.views.ProjectionStatus.State;
import org.parcours.query.views.ProjectionStatus.StopCause;
import org.parcours.query.views.ProjectionStatusChanged;

@Timeout(60)
class ProjectionMonitorTest {

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    private Instant now = NOON;
    private final List<Object> published = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private ProjectionMonitor monitor(Duration maxSilence) {
        return new ProjectionMonitor(
                meters,
                published::add,
                new ProjectionProperties(maxSilence, Duration.ofSeconds(30), Duration.ofSeconds(6), 5000),
                new Clock() {
                    @Override
                    public Instant instant() {
                        return now;
                    }

                    @Override
                    public ZoneId getZone() {
                        return ZoneId.of("Europe/Paris");
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        return this;
                    }
                });
    }

    private static ViewProgress recordedAt(Instant time) {
        return new ViewProgress(1, 1, time, 0, "");
    }

    @Test
    void views_that_are_up_to_date_have_no_lag_however_old_their_newest_event_is() {
        ProjectionMonitor monitor = monitor(Duration.ofMinutes(1));
        monitor.updateProgress(recordedAt(NOON.minusSeconds(30_000)));
        monitor.isAlive(State.LIVE);

        assertThat(monitor.lag()).isZero();
    }

    @Test
    void interrupted_or_stopped_views_lag_since_they_were_last_up_to_date() {
        ProjectionMonitor monitor = monitor(Duration.ofMinutes(1));
        monitor.updateProgress(recordedAt(NOON.minusSeconds(30_000)));
        monitor.isAlive(State.LIVE);
        now = NOON.plusSeconds(20);
        monitor.changeTo(State.WAITING, "Kafka");

        assertThat(monitor.lag()).hasSeconds(20);
        assertThat(monitor.notableLag()).isEmpty();

        now = NOON.plusSeconds(90);
        monitor.stop(StopCause.LOG_DIFFERS, "another log");

        assertThat(monitor.notableLag()).contains(Duration.ofSeconds(90));
        assertThat(monitor.stopCause()).contains(StopCause.LOG_DIFFERS);
        assertThat(meters.get("parcours.projection.lag.seconds").gauge().value())
                .isEqualTo(90);
        assertThat(meters.get("parcours.projection.stopped").gauge().value()).isEqualTo(1);
    }

    @Test
    void views_that_catch_up_lag_by_the_age_of_their_newest_event() {
        ProjectionMonitor monitor = monitor(Duration.ofMinutes(1));
        monitor.changeTo(State.CATCHING_UP);
        monitor.updateProgress(recordedAt(NOON.minusSeconds(600)));

        assertThat(monitor.notableLag()).contains(Duration.ofSeconds(600));
    }

    @Test
    void a_projection_that_hangs_is_not_up_to_date_and_open_pages_hear_of_it() {
        ProjectionMonitor monitor = monitor(Duration.ofMillis(50));
        ProjectionWatchdog watchdog = new ProjectionWatchdog(monitor);
        monitor.isAlive(State.LIVE);
        published.clear();
        watchdog.start();
        try {
            await(() -> !published.isEmpty());
        } finally {
            watchdog.stop();
        }

        assertThat(published).contains(new ProjectionStatusChanged(State.WAITING));
        assertThat(monitor.state()).isEqualTo(State.WAITING);
        assertThat(monitor.health().getDetails().get("waitingFor").toString()).contains("no sign of life");
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
