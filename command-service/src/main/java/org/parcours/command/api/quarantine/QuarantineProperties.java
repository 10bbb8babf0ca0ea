package org.parcours.command.api.quarantine;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the quarantine's API.
 *
 * @param maxScanned the most messages that one text search reads; the response says where the next request continues
 * @param maxResubmitted the most messages that one request resubmits
 * @param maxGroups the most groups of messages with the same sender and reason
 * @param maxText the longest message that can be corrected as text; only the beginning of a longer one is shown
 */
@ConfigurationProperties("parcours.quarantine")
public record QuarantineProperties(
        @DefaultValue("2000") int maxScanned,
        @DefaultValue("200") int maxResubmitted,
        @DefaultValue("500") int maxGroups,
        @DefaultValue("1MB") DataSize maxText) {}
