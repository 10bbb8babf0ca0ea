package org.parcours.command.feeds.kafka;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The way in by Kafka.
 *
 * @param enabled false: nothing is consumed
 * @param topic where source applications put their CloudEvents
 * @param group the same for every instance of one hospital: they share the topic's partitions
 * @param partitions of the topic, where this service creates it
 * @param replicas of the topic, where this service creates it
 * @param maxPollRecords the most records that are taken at once
 * @param retryDelay after a failure, or while the log cannot be written, before the next try
 * @param properties anything else for the Kafka consumer ({@code security.protocol}, …)
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
