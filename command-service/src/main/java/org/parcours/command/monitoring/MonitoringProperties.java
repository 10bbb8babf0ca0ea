package org.parcours.command.monitoring;

import java.time.Duration;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param retention how long the counts by hour are stored; baselines are computed from them
 * @param minSilence no application is silent before this time without a message, whatever its baseline
 * @param silenceTolerance how many times its usual silence an application may be silent
 * @param maxApplications how many names are counted separately; further names are counted as {@code other}
 * @param maxRecentMessages how many of an application's last messages this process keeps in memory
 * @param maxUnreadPaths how many unread paths of an application are counted separately; further ones are counted as
 *     {@code other}
 * @param zone of the hours of the week
 */
@ConfigurationProperties("parcours.monitoring")
public record MonitoringProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("5s") Duration flushInterval,
        @DefaultValue("35d") Duration retention,
        @DefaultValue("10m") Duration baselineRefreshInterval,
        @DefaultValue("15m") Duration minSilence,
        @DefaultValue("1.5") double silenceTolerance,
        @DefaultValue("1000") int maxApplications,
        @DefaultValue("50") int maxRecentMessages,
        @DefaultValue("200") int maxUnreadPaths,
        @DefaultValue("Europe/Paris") ZoneId zone) {}
