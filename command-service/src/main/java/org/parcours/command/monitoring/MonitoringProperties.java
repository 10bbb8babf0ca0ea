package org.parcours.command.monitoring;

import java.time.Duration;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How applications are watched.
 *
 * @param enabled whether what comes is counted
 * @param flush how often what was counted is written to the store
 * @param keep how long hours are kept, from which habits are learned
 * @param learn how often habits are learned anew
 * @param patience no application is called silent before it has said nothing for so long, whatever its habit
 * @param tolerance how many times its usual silence an application may be silent
 * @param maxApplications the most names that are told apart; more are counted under {@code other}
 * @param recent how many of an application's last messages this process remembers
 * @param zone in which hours of the week are counted
 */
@ConfigurationProperties("parcours.monitoring")
public record MonitoringProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("5s") Duration flush,
        @DefaultValue("35d") Duration keep,
        @DefaultValue("10m") Duration learn,
        @DefaultValue("15m") Duration patience,
        @DefaultValue("1.5") double tolerance,
        @DefaultValue("1000") int maxApplications,
        @DefaultValue("50") int recent,
        @DefaultValue("Europe/Paris") ZoneId zone) {}
