package org.parcours.command.feeds.kafka;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param topic to which source applications send their CloudEvents
 * @param group the consumer group; every instance of one hospital has the same, and they share the topic's partitions
 * @param partitions of the topic, where this service creates it
 * @param replicas of the topic, where this service creates it
 * @param maxPollRecords records in one poll, which are processed concurrently
 * @param retryDelay time before the next attempt after a failure, or while the log is unavailable
 * @param properties further properties of the Kafka consumer ({@code security.protocol}, …)
 */
@ConfigurationProperties("parcours.inbound")
public record InboundProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("parcours.inbound") String topic,
        @DefaultValue("parcours-inbound") String group,
        @DefaultValue("6") int partitions,
        @DefaultValue("1") short replicas,
        @DefaultValue("500") int maxPollRecords,
        @DefaultValue("1s") Duration retryDelay,
        @DefaultValue Map<String, String> properties) {

    public InboundProperties {
        properties = Map.copyOf(properties);
    }
}
