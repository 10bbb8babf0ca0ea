package org.parcours.query.projection;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the log is published.
 *
 * @param enabled false where something else feeds the projection (tests)
 * @param maxBatchRecords the most events applied at once
 * @param maxRetryDelay the longest pause between two tries while Kafka or MongoDB cannot be reached
 * @param properties anything else for the Kafka consumer (security.protocol, …)
 */
@ConfigurationProperties("parcours.kafka")
record KafkaConsumerProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("localhost:9092") String bootstrapServers,
        @DefaultValue("parcours.events") String topic,
        @DefaultValue("2000") int maxBatchRecords,
        @DefaultValue("15s") Duration maxRetryDelay,
        @DefaultValue Map<String, String> properties) {}
