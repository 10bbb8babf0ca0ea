package org.parcours.query.topic;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The topic to which command-service publishes the log.
 *
 * @param enabled false where tests feed the projection directly
 * @param progressTopic in which the publisher notes its progress, and whether it has halted
 * @param maxBatchRecords the maximum number of events applied in one batch
 * @param maxRetryDelay the maximum delay between two attempts while Kafka or the database is unavailable; also how often
 *     a stopped projection compares topic and views again
 * @param properties further properties of the Kafka consumer (security.protocol, …)
 */
@ConfigurationProperties("parcours.kafka")
public record KafkaConsumerProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("localhost:9092") String bootstrapServers,
        @DefaultValue("parcours.events") String topic,
        @DefaultValue("parcours.progress") String progressTopic,
        @DefaultValue("2000") int maxBatchRecords,
        @DefaultValue("15s") Duration maxRetryDelay,
        @DefaultValue Map<String, String> properties) {}
