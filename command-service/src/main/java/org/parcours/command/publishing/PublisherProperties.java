package org.parcours.command.publishing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param enabled false: nothing is published; the log is unaffected
 * @param transactionalId the same for every instance of one hospital: it is what fences
 * @param replicas of the topics, where this service creates them
 * @param maxBatchEvents the most events of one transaction
 * @param pollInterval how long at most until what another process appended is noticed
 * @param retryDelay after a failure, before the next try
 * @param takeoverDelay how long a fenced instance watches before it may take over from one that stands still
 */
@ConfigurationProperties("parcours.publish")
public record PublisherProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("parcours-publisher") String transactionalId,
        @DefaultValue("1") short replicas,
        @DefaultValue("500") int maxBatchEvents,
        @DefaultValue("250ms") Duration pollInterval,
        @DefaultValue("2s") Duration retryDelay,
        @DefaultValue("30s") Duration takeoverDelay) {}
