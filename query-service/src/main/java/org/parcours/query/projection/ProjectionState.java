package org.parcours.query.projection;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.parcours.query.views.Freshness;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** How the projection fares, for health, metrics and the head of each page. */
@Component("projectionHealthIndicator")
final class ProjectionState implements HealthIndicator, Freshness {

    sealed interface State {
        record Waiting(String forWhat) implements State {}

        record CatchingUp() implements State {}

        record Live() implements State {}

        /** It will not go on by itself. */
        record Stopped(String why) implements State {}
    }

    private final AtomicReference<State> state = new AtomicReference<>(new State.Waiting("start"));
    private final ApplicationEventPublisher publisher;
    private volatile Progress progress = Progress.NONE;

    ProjectionState(MeterRegistry meters, ApplicationEventPublisher publisher) {
        this.publisher = publisher;
        Gauge.builder("parcours.projection.position", () -> progress.position())
                .description("The last event of the log that the views show")
                .register(meters);
        Gauge.builder("parcours.projection.stopped", () -> state.get() instanceof State.Stopped ? 1 : 0)
                .description("1 when the projection has found the log wrong and stands still")
                .register(meters);
        Gauge.builder("parcours.projection.unshown", () -> progress.unshown())
                .description("Steps, patients and events that the views could not take and have marked")
                .register(meters);
    }

    void becomes(State next) {
        state.set(next);
        publisher.publishEvent(new Changed(state()));
    }

    void reached(Progress next) {
        progress = next;
    }

    @Override
    public Freshness.State state() {
        return switch (state.get()) {
            case State.Waiting w -> Freshness.State.WAITING;
            case State.CatchingUp c -> Freshness.State.CATCHING_UP;
            case State.Live l -> Freshness.State.LIVE;
            case State.Stopped s -> Freshness.State.STOPPED;
        };
    }

    @Override
    public Optional<Instant> newestRecordedAt() {
        Progress reached = progress;
        return reached.position() == 0 ? Optional.empty() : Optional.of(reached.recordedAt());
    }

    @Override
    public Health health() {
        Health.Builder health =
                switch (state.get()) {
                    case State.Waiting w -> Health.outOfService().withDetail("waitingFor", w.forWhat());
                    case State.CatchingUp c -> Health.outOfService().withDetail("state", "catching up");
                    case State.Live l -> Health.up();
                    case State.Stopped s -> Health.down().withDetail("stopped", s.why());
                };
        return health.withDetail("position", progress.position())
                .withDetail("unshown", progress.unshown())
                .build();
    }
}
