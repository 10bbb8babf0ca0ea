package org.parcours.query.projection;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the log is published.
 *
 * @param enabled false where something else feeds the projection (tests)
 * @param batch the most events applied at once
 * @param retryAtMost the longest pause between two tries while Kafka or MongoDB cannot be reached
 * @param properties anything else for the Kafka consumer (security.protocol, …)
 */
@ConfigurationProperties("parcours.kafka")
record KafkaSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("localhost:9092") String bootstrapServers,
        @DefaultValue("parcours.events") String topic,
        @DefaultValue("2000") int batch,
        @DefaultValue("15s") Duration retryAtMost,
        @DefaultValue Map<String, String> properties) {}
