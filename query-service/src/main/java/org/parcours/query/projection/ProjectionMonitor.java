package org.parcours.query.projection;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.parcours.query.views.ProjectionStatus;
import org.parcours.query.views.ProjectionStatusChanged;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Holds the state and progress of the projection and reports them: health, metrics, the header of each page. */
@Component("projectionHealthIndicator")
final class ProjectionMonitor implements HealthIndicator, ProjectionStatus {

    sealed interface RunState {
        record Waiting(String reason) implements RunState {}

        record CatchingUp() implements RunState {}

        record Live() implements RunState {}

        /** Does not resume without an operator. */
        record Stopped(String reason) implements RunState {}
    }

    private final AtomicReference<RunState> runState = new AtomicReference<>(new RunState.Waiting("start"));
    private final ApplicationEventPublisher publisher;
    private volatile ProjectionProgress progress = ProjectionProgress.NONE;

    ProjectionMonitor(MeterRegistry meters, ApplicationEventPublisher publisher) {
        this.publisher = publisher;
        Gauge.builder("parcours.projection.position", () -> progress.position())
                .description("Position of the last event applied to the views")
                .register(meters);
        Gauge.builder("parcours.projection.stopped", () -> runState.get() instanceof RunState.Stopped ? 1 : 0)
                .description("1 when the projection has stopped because the event log is inconsistent")
                .register(meters);
        Gauge.builder("parcours.projection.documents.failed", () -> progress.failedDocuments())
                .description(
                        "Step, patient and journal documents that could not be written and are replaced by a marker")
                .register(meters);
    }

    void changeTo(RunState next) {
        runState.set(next);
        publisher.publishEvent(new ProjectionStatusChanged(state()));
    }

    void updateProgress(ProjectionProgress next) {
        progress = next;
    }

    @Override
    public ProjectionStatus.State state() {
        return switch (runState.get()) {
            case RunState.Waiting w -> ProjectionStatus.State.WAITING;
            case RunState.CatchingUp c -> ProjectionStatus.State.CATCHING_UP;
            case RunState.Live l -> ProjectionStatus.State.LIVE;
            case RunState.Stopped s -> ProjectionStatus.State.STOPPED;
        };
    }

    @Override
    public Optional<Instant> newestRecordedAt() {
        ProjectionProgress current = progress;
        return current.position() == 0 ? Optional.empty() : Optional.of(current.recordedAt());
    }

    @Override
    public Health health() {
        Health.Builder health =
                switch (runState.get()) {
                    case RunState.Waiting w -> Health.outOfService().withDetail("waitingFor", w.reason());
                    case RunState.CatchingUp c -> Health.outOfService().withDetail("state", "catching up");
                    case RunState.Live l -> Health.up();
                    case RunState.Stopped s -> Health.down().withDetail("stopped", s.reason());
                };
        return health.withDetail("position", progress.position())
                .withDetail("failedDocuments", progress.failedDocuments())
                .build();
    }
}
