package org.parcours.query.projection;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.parcours.query.store.ViewProgress;
import org.parcours.query.views.ProjectionStatus;
import org.parcours.query.views.ProjectionStatusChanged;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Holds the state and progress of the projection and reports them: health, metrics, the header of each page. */
@Component("projectionHealthIndicator")
final class ProjectionMonitor implements HealthIndicator, ProjectionStatus {

    /** @param reason why the projection waits or has stopped */
    private record RunState(State state, String reason) {}

    /** Longer than any batch and any timeout of the database. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    private volatile long aliveAt = System.nanoTime();
    private volatile RunState runState = new RunState(State.WAITING, "start");
    private final ApplicationEventPublisher publisher;
    private volatile ViewProgress progress = ViewProgress.NONE;

    ProjectionMonitor(MeterRegistry meters, ApplicationEventPublisher publisher) {
        this.publisher = publisher;
        Gauge.builder("parcours.projection.position", () -> progress.position())
                .description("Position of the last event applied to the views")
                .register(meters);
        Gauge.builder("parcours.projection.stopped", () -> state() == State.STOPPED ? 1 : 0)
                .description("1 when the projection has stopped because the event log is inconsistent")
                .register(meters);
        Gauge.builder("parcours.projection.documents.failed", () -> progress.failedDocuments())
                .description(
                        "Timeline entries that are markers of a step that could not be folded")
                .register(meters);
    }

    void changeTo(State state) {
        changeTo(state, "");
    }

    void changeTo(State state, String reason) {
        aliveAt = System.nanoTime();
        runState = new RunState(state, reason);
        publisher.publishEvent(new ProjectionStatusChanged(state));
    }

    /**
     * A sign of life of the projection: without one for {@link #SILENCE}, it is not up to date, whatever its last state.
     *
     * @return whether the state has changed
     */
    boolean isAlive(State state) {
        aliveAt = System.nanoTime();
        if (runState.state() == state) {
            return false;
        }
        changeTo(state);
        return true;
    }

    void updateProgress(ViewProgress next) {
        progress = next;
    }

    @Override
    public State state() {
        return current().state();
    }

    /** A projection that hangs on its database or on Kafka reports nothing itself. */
    private RunState current() {
        RunState reported = runState;
        boolean silent = System.nanoTime() - aliveAt > SILENCE.toNanos();
        return silent && (reported.state() == State.LIVE || reported.state() == State.CATCHING_UP)
                ? new RunState(State.WAITING, "no sign of life for more than " + SILENCE.toSeconds() + " s")
                : reported;
    }

    @Override
    public Optional<Instant> newestRecordedAt() {
        ViewProgress current = progress;
        return current.position() == 0 ? Optional.empty() : Optional.of(current.recordedAt());
    }

    @Override
    public Health health() {
        RunState current = current();
        Health.Builder health =
                switch (current.state()) {
                    case WAITING -> Health.outOfService().withDetail("waitingFor", current.reason());
                    case CATCHING_UP -> Health.outOfService().withDetail("state", "catching up");
                    case LIVE -> Health.up();
                    case STOPPED -> Health.down().withDetail("stopped", current.reason());
                };
        return health.withDetail("position", progress.position())
                .withDetail("failedDocuments", progress.failedDocuments())
                .build();
    }
}
