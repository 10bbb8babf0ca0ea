package org.parcours.query.projection;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
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

    /**
     * @param cause why it has stopped
     * @param reason why the projection waits or has stopped
     */
    private record RunState(State state, Optional<StopCause> cause, String reason) {
        RunState(State state, String reason) {
            this(state, Optional.empty(), reason);
        }
    }

    private final ProjectionProperties settings;
    private final Clock clock;
    private volatile long aliveAt = System.nanoTime();
    private volatile RunState runState = new RunState(State.WAITING, "start");
    private final ApplicationEventPublisher publisher;
    private volatile ViewProgress progress = ViewProgress.NONE;
    private volatile Instant upToDateAt = Instant.EPOCH;
    private volatile Optional<String> replaced = Optional.empty();
    private volatile boolean isRebuilding;
    private volatile String work = "";

    ProjectionMonitor(
            MeterRegistry meters, ApplicationEventPublisher publisher, ProjectionProperties settings, Clock clock) {
        this.publisher = publisher;
        this.settings = settings;
        this.clock = clock;
        Gauge.builder("parcours.projection.lag.seconds", () -> lag().toMillis() / 1000.0)
                .description("For how long events may have been recorded that the views lack")
                .register(meters);
        Gauge.builder("parcours.projection.position", () -> progress.position())
                .description("Position of the last event applied to the views")
                .register(meters);
        Gauge.builder("parcours.projection.stopped", () -> state() == State.STOPPED ? 1 : 0)
                .description("1 when the projection has stopped because the topic does not continue the views")
                .register(meters);
        Gauge.builder("parcours.projection.documents.failed", () -> progress.failedDocuments())
                .description("Timeline entries that are markers of a step that could not be folded")
                .register(meters);
    }

    /** @param damage of the views that these replace, where a damage was found: they are incomplete until they are live */
    void replaces(Optional<String> damage) {
        if (!damage.equals(replaced)) {
            replaced = damage;
            isRebuilding = damage.isPresent();
        }
    }

    void changeTo(State state) {
        changeTo(state, "");
    }

    void changeTo(State state, String reason) {
        changeTo(new RunState(state, reason));
    }

    void stop(StopCause cause, String reason) {
        changeTo(new RunState(State.STOPPED, Optional.of(cause), reason));
    }

    private void changeTo(RunState next) {
        if (next.state() == State.LIVE) {
            upToDateAt = clock.instant();
            isRebuilding = false;
        }
        aliveAt = System.nanoTime();
        runState = next;
        publisher.publishEvent(new ProjectionStatusChanged(next.state()));
    }

    /**
     * A sign of life of the projection: without one for {@code parcours.projection.max-silence}, it is not up to date,
     * whatever its last state.
     *
     * @return whether the state has changed
     */
    boolean isAlive(State state) {
        aliveAt = System.nanoTime();
        if (state == State.LIVE) {
            upToDateAt = clock.instant();
        }
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
        return isHanging()
                ? new RunState(
                        State.WAITING,
                        "no sign of life for more than " + settings.maxSilence().toSeconds() + " s")
                : reported;
    }

    /** Whether a projection that was at work has given no sign of life for too long. */
    boolean isHanging() {
        State reported = runState.state();
        return (reported == State.LIVE || reported == State.CATCHING_UP)
                && System.nanoTime() - aliveAt > settings.maxSilence().toNanos();
    }

    /** @param text what the projection does besides applying new events, for health; empty where it does nothing else */
    void work(String text) {
        work = text;
    }

    /** To open pages, where the state has changed by itself. */
    void publishState() {
        publisher.publishEvent(new ProjectionStatusChanged(state()));
    }

    @Override
    public boolean isRebuilding() {
        return isRebuilding;
    }

    @Override
    public Optional<StopCause> stopCause() {
        return current().cause();
    }

    /** All that was recorded before the newest applied event, or before the views were last up to date, is shown. */
    @Override
    public Duration lag() {
        if (state() == State.LIVE) {
            return Duration.ZERO;
        }
        Instant known = Stream.of(upToDateAt, progress.recordedAt())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Instant now = clock.instant();
        return known.equals(Instant.EPOCH) || known.isAfter(now) ? Duration.ZERO : Duration.between(known, now);
    }

    @Override
    public Optional<Duration> notableLag() {
        return Optional.of(lag()).filter(lag -> lag.compareTo(settings.notableLag()) > 0);
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
                    case STOPPED ->
                        Health.down()
                                .withDetail("stopped", current.reason())
                                .withDetail(
                                        "cause", current.cause().map(Enum::name).orElse("OTHER"))
                                .withDetail(
                                        "runbook", "docs/runbook.md#the-publisher-is-halted-or-the-views-have-stopped");
                };
        replaced.filter(_ -> isRebuilding).ifPresent(damage -> health.withDetail("rebuilding", damage));
        if (!work.isEmpty()) {
            health.withDetail("work", work);
        }
        return health.withDetail("position", progress.position())
                .withDetail("lagSeconds", lag().toSeconds())
                .withDetail("failedDocuments", progress.failedDocuments())
                .build();
    }
}
