package org.parcours.command.configuration;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.parcours.command.eventlog.AppendStatus;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.feeds.kafka.InboundConsumer;
import org.parcours.command.processing.Outcome;
import org.parcours.command.publishing.EventPublisher;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Health indicators and metrics of the log, the publisher and the inbound consumer. */
@Configuration(proxyBeanMethods = false)
class HealthAndMetricsConfiguration {

    /** Part of readiness: without the log no message can be recorded. */
    @Bean
    HealthIndicator logHealthIndicator(CommitLog log, Clock clock) {
        return healthIndicator(health -> {
            LogHead head = log.head();
            health.withDetail("position", head.position());
            head.implausibleLead(clock.instant())
                    .ifPresent(lead -> health.withDetail("timeAheadOfClock", lead.toString()));
            switch (log.appendStatus()) {
                case AppendStatus.Available _ -> health.up();
                case AppendStatus.Failing(String cause) ->
                    health.down()
                            .withDetail(
                                    "appends",
                                    "The database does not accept writes, nothing can be recorded: " + cause
                                            + ". If its disk is full, make room; command-service continues by itself");
                case AppendStatus.Blocked(Duration duration) ->
                    health.down()
                            .withDetail(
                                    "appends",
                                    "A write to the database has not ended for " + duration.toSeconds()
                                            + " s, and all others wait for it. Check the database; restart command-service if it lasts");
                case AppendStatus.Stopped(String cause) ->
                    health.down()
                            .withDetail(
                                    "appends",
                                    "The thread that writes the log has stopped (" + cause
                                            + "): restart command-service, which records nothing until then");
            }
        });
    }

    @Bean
    Gauge logWritable(CommitLog log, MeterRegistry meters) {
        return Gauge.builder(
                        "parcours.log.writable", () -> log.appendStatus() instanceof AppendStatus.Available ? 1 : 0)
                .description("1 while the log accepts events")
                .register(meters);
    }

    /** Not part of readiness: messages are accepted while Kafka is unavailable. */
    @Bean
    HealthIndicator publisherHealthIndicator(CommitLog log, ObjectProvider<EventPublisher> publisher) {
        return healthIndicator(publisher, (health, instance) -> {
            instance.halt().ifPresent(halt -> health.withDetail("halted", halt.message())
                    .withDetail("cause", halt.cause())
                    .withDetail("runbook", "docs/runbook.md#the-publisher-is-halted-or-the-views-have-stopped"));
            health.status(instance.halt().isPresent() ? Status.DOWN : Status.UP)
                    .withDetail("state", instance.state())
                    .withDetail("published", instance.publishedPosition())
                    .withDetail("behind", Math.max(0, log.head().position() - instance.publishedPosition()));
        });
    }

    @Bean
    Gauge publisherHalted(ObjectProvider<EventPublisher> publisher, MeterRegistry meters) {
        return Gauge.builder("parcours.publisher.halted", () -> Optional.ofNullable(publisher.getIfAvailable())
                        .flatMap(EventPublisher::halt)
                        .map(_ -> 1)
                        .orElse(0))
                .description("1 while nothing is published because log and topic differ")
                .register(meters);
    }

    /** Not part of readiness: while nothing is consumed, the records stay in the topic. */
    @Bean
    HealthIndicator inboundHealthIndicator(ObjectProvider<InboundConsumer> inbound) {
        return healthIndicator(inbound, (health, instance) -> health.up().withDetail("state", instance.state()));
    }

    private static <T> HealthIndicator healthIndicator(
            ObjectProvider<T> bean, BiConsumer<Health.Builder, T> healthCheck) {
        return healthIndicator(health -> Optional.ofNullable(bean.getIfAvailable())
                .ifPresentOrElse(instance -> healthCheck.accept(health, instance), () -> health.unknown()
                        .withDetail("state", "disabled")));
    }

    /** DOWN with the error, if the check throws. */
    private static HealthIndicator healthIndicator(Consumer<Health.Builder> healthCheck) {
        return () -> {
            Health.Builder health = new Health.Builder();
            try {
                healthCheck.accept(health);
            } catch (RuntimeException e) {
                health.down(e);
            }
            return health.build();
        };
    }

    @Bean
    MeterBinder inboundRecords(ObjectProvider<InboundConsumer> inbound) {
        return meters -> inbound.ifAvailable(
                consumer -> Stream.of(Outcome.Kind.values()).forEach(outcome -> FunctionCounter.builder(
                                "parcours.inbound.records", consumer, inboundConsumer -> inboundConsumer.count(outcome))
                        .description("Records of the inbound topic, by outcome")
                        .tag("outcome", outcome.label())
                        .register(meters)));
    }

    @Bean
    Gauge logPosition(CommitLog log, MeterRegistry meters) {
        return Gauge.builder("parcours.log.position", () -> log.head().position())
                .description("The position of the last event in the log")
                .register(meters);
    }

    @Bean
    Gauge publishedPosition(ObjectProvider<EventPublisher> publisher, MeterRegistry meters) {
        return Gauge.builder("parcours.publish.position", () -> Optional.ofNullable(publisher.getIfAvailable())
                        .map(EventPublisher::publishedPosition)
                        .orElse(0L))
                .description("The position of the last event that is published to Kafka")
                .register(meters);
    }
}
