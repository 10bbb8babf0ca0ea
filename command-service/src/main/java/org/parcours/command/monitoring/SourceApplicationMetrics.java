package org.parcours.command.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.monitoring.SourceApplicationStatus.ApplicationState;
import org.parcours.command.processing.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The status of the applications as metrics: {@code parcours.application.messages} (application, feed, outcome), {@code
 * parcours.application.last.received} (seconds since 1970), {@code parcours.application.silent} (0 or 1) and {@code
 * parcours.application.quarantined}. Each has one series per application, at most {@code
 * parcours.monitoring.max-applications}.
 */
public final class SourceApplicationMetrics implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SourceApplicationMetrics.class);
    private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(15);

    private final SourceApplicationMonitor monitor;
    private final MultiGauge lastReceived;
    private final MultiGauge silent;
    private final MultiGauge quarantined;
    private final ScheduledExecutorService refreshExecutor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("activity-metrics").factory());

    public SourceApplicationMetrics(SourceApplicationMonitor monitor, ActivityRecorder recorder, MeterRegistry meters) {
        this.monitor = monitor;
        lastReceived = MultiGauge.builder("parcours.application.last.received")
                .description("When the last message of an application was received, in seconds since 1970")
                .baseUnit("seconds")
                .register(meters);
        silent = MultiGauge.builder("parcours.application.silent")
                .description("1 while an application is silent for longer than usual")
                .register(meters);
        quarantined = MultiGauge.builder("parcours.application.quarantined")
                .description("Open messages of an application in quarantine")
                .register(meters);
        Map<Series, Map<Outcome.Kind, Counter>> counters = new ConcurrentHashMap<>();
        recorder.onProcessedMessage(message -> counters.computeIfAbsent(
                        new Series(
                                message.sender().application(), message.sender().feed()),
                        series -> series.register(meters))
                .get(message.outcome())
                .increment());
    }

    private record Series(String application, String feed) {

        /** Registers every outcome with the first message, so that an alert rule sees the increase from 0 to 1. */
        Map<Outcome.Kind, Counter> register(MeterRegistry meters) {
            return Stream.of(Outcome.Kind.values())
                    .collect(Collectors.toMap(
                            Function.identity(), outcome -> Counter.builder("parcours.application.messages")
                                    .description("Messages by outcome")
                                    .tag("application", application)
                                    .tag("feed", feed)
                                    .tag("outcome", outcome.label())
                                    .register(meters)));
        }
    }

    public SourceApplicationMetrics start() {
        refreshExecutor.scheduleWithFixedDelay(this::refresh, 0, REFRESH_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    private void refresh() {
        try {
            List<SourceApplicationStatus> statuses = monitor.statuses();
            List<SourceApplicationStatus> seen = statuses.stream()
                    .filter(status -> status.lastReceivedAt().isPresent())
                    .toList();
            register(lastReceived, seen, status -> status.lastReceivedAt().get().getEpochSecond());
            register(silent, statuses, status -> status.state() == ApplicationState.SILENT ? 1 : 0);
            register(quarantined, statuses, SourceApplicationStatus::quarantined);
        } catch (RuntimeException e) {
            LOG.warn("application metrics not refreshed cause={}", e.toString());
        }
    }

    private static void register(
            MultiGauge gauge, List<SourceApplicationStatus> statuses, Function<SourceApplicationStatus, Number> value) {
        gauge.register(
                statuses.stream()
                        .map(status ->
                                MultiGauge.Row.of(Tags.of("application", status.application()), value.apply(status)))
                        .toList(),
                true);
    }

    @Override
    public void close() {
        refreshExecutor.shutdownNow();
    }
}
