package org.parcours.command.monitoring;

import java.time.Duration;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How applications are watched.
 *
 * @param enabled whether what comes is counted
 * @param flushInterval how often what was counted is written to the store
 * @param retention how long hours are kept, from which habits are learned
 * @param baselineRefreshInterval how often habits are learned anew
 * @param minSilence no application is called silent before it has said nothing for so long, whatever its habit
 * @param silenceTolerance how many times its usual silence an application may be silent
 * @param maxApplications the most names that are told apart; more are counted under {@code other}
 * @param maxRecentMessages how many of an application's last messages this process remembers
 * @param zone in which hours of the week are counted
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
        @DefaultValue("Europe/Paris") ZoneId zone) {}
