package org.parcours.command.api.quarantine;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the quarantine's API.
 *
 * @param maxScanned the most messages that one text search reads; the response says where the next request continues
 * @param maxResubmitted the most messages that one request resubmits
 * @param maxGroups the most groups of messages with the same sender and reason
 * @param maxBody of one request that resubmits messages; a larger one is answered 413
 * @param maxConcurrent requests that resubmit messages at the same time, each with one message in memory; a further one is
 *     answered 503
 * @param retryAfter the {@code Retry-After} of a 503
 * @param maxText the longest message that can be corrected as text; only the beginning of a longer one is shown
 */
@ConfigurationProperties("parcours.quarantine")
public record QuarantineProperties(
        @DefaultValue("2000") int maxScanned,
        @DefaultValue("200") int maxResubmitted,
        @DefaultValue("500") int maxGroups,
        @DefaultValue("48MB") DataSize maxBody,
        @DefaultValue("4") int maxConcurrent,
        @DefaultValue("5s") Duration retryAfter,
        @DefaultValue("1MB") DataSize maxText) {}
