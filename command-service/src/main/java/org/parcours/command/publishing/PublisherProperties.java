package org.parcours.command.publishing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How events are published to Kafka.
 *
 * @param transactionalId the same for all instances of one hospital, because Kafka fences by it
 * @param replicas of the topics, if this service creates them
 * @param maxBatchEvents the most events in one transaction
 * @param minInterval from the start of one transaction to that of the next, unless a full one is waiting: a transaction
 *     costs the broker and the projection more than the events in it
 * @param pollInterval how often the log is checked for events that another process appended
 * @param takeoverDelay how long the publishing instance must make no progress until a fenced instance takes over; also
 *     how often a halted one compares log and topic again
 * @param checkInterval how often the topic's end is compared with what was published
 */
@ConfigurationProperties("parcours.publish")
public record PublisherProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("parcours-publisher") String transactionalId,
        @DefaultValue("1") short replicas,
        @DefaultValue("500") int maxBatchEvents,
        @DefaultValue("40ms") Duration minInterval,
        @DefaultValue("250ms") Duration pollInterval,
        @DefaultValue("2s") Duration retryDelay,
        @DefaultValue("30s") Duration takeoverDelay,
        @DefaultValue("10s") Duration checkInterval) {}
