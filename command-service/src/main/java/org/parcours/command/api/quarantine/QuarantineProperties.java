package org.parcours.command.api.quarantine;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the quarantine's API.
 *
 * @param maxScanned messages that one text search reads; the answer says where to go on
 * @param maxResubmitted messages that one request resubmits
 * @param maxGroups groups of messages with the same sender and reason
 * @param maxText of a longer message only the beginning is shown as text, and it cannot be corrected as text
 */
@ConfigurationProperties("parcours.quarantine")
public record QuarantineProperties(
        @DefaultValue("2000") int maxScanned,
        @DefaultValue("200") int maxResubmitted,
        @DefaultValue("500") int maxGroups,
        @DefaultValue("1MB") DataSize maxText) {}
