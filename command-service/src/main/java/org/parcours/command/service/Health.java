package org.parcours.command.service;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.kafka.Inbound;
import org.parcours.command.log.CommitLog;
import org.parcours.command.publish.Publisher;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What those on call look at first: can facts be taken, and does Kafka follow. */
@Configuration(proxyBeanMethods = false)
class Health {

    /** Readiness: without the log nothing can be taken. */
    @Bean
    HealthIndicator logHealthIndicator(CommitLog log) {
        return () -> org.springframework.boot.health.contributor.Health.up()
                .withDetail("position", log.head().position())
                .build();
    }

    /** Kafka away is no reason to refuse facts: shown, and part of no readiness group. */
    @Bean
    HealthIndicator publisherHealthIndicator(CommitLog log, ObjectProvider<Publisher> publisher) {
        return () -> Optional.ofNullable(publisher.getIfAvailable())
                .map(it -> (it.state() == Publisher.State.HALTED
                                ? org.springframework.boot.health.contributor.Health.down()
                                : org.springframework.boot.health.contributor.Health.up())
                        .withDetail("state", it.state())
                        .withDetail("published", it.published())
                        .withDetail("behind", Math.max(0, log.head().position() - it.published()))
                        .build())
                .orElseGet(() -> org.springframework.boot.health.contributor.Health.unknown()
                        .withDetail("state", "disabled")
                        .build());
    }

    /** Nor is it where nothing comes in from Kafka: its records stay in the topic. */
    @Bean
    HealthIndicator inboundHealthIndicator(ObjectProvider<Inbound> inbound) {
        return () -> Optional.ofNullable(inbound.getIfAvailable())
                .map(it -> org.springframework.boot.health.contributor.Health.up()
                        .withDetail("state", it.state())
                        .build())
                .orElseGet(() -> org.springframework.boot.health.contributor.Health.unknown()
                        .withDetail("state", "disabled")
                        .build());
    }

    @Bean
    MeterBinder inboundRecords(ObjectProvider<Inbound> inbound) {
        return meters ->
                inbound.ifAvailable(it -> Stream.of(Inbound.Became.values()).forEach(became -> FunctionCounter.builder(
                                "parcours.inbound.records", it, counted -> counted.count(became))
                        .description("Records of the topic of facts, by what became of them")
                        .tag("became", became.name().toLowerCase(Locale.ROOT))
                        .register(meters)));
    }

    @Bean
    Gauge logPosition(CommitLog log, MeterRegistry meters) {
        return Gauge.builder("parcours.log.position", () -> log.head().position())
                .description("The position of the last event in the log")
                .register(meters);
    }

    @Bean
    Gauge publishedPosition(ObjectProvider<Publisher> publisher, MeterRegistry meters) {
        return Gauge.builder("parcours.publish.position", () -> Optional.ofNullable(publisher.getIfAvailable())
                        .map(Publisher::published)
                        .orElse(0L))
                .description("The position of the last event that is in Kafka")
                .register(meters);
    }
}
