package org.parcours.query.projection;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The topic to which command-service publishes the log.
 *
 * @param enabled false where tests feed the projection directly
 * @param maxBatchRecords the maximum number of events applied in one batch
 * @param maxRetryDelay the maximum delay between two attempts while Kafka or MongoDB is unavailable
 * @param properties further properties of the Kafka consumer (security.protocol, …)
 */
@ConfigurationProperties("parcours.kafka")
record KafkaConsumerProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("localhost:9092") String bootstrapServers,
        @DefaultValue("parcours.events") String topic,
        @DefaultValue("2000") int maxBatchRecords,
        @DefaultValue("15s") Duration maxRetryDelay,
        @DefaultValue Map<String, String> properties) {}
