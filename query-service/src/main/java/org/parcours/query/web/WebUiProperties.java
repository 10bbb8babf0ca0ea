package org.parcours.query.web;

import java.time.Duration;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param zone the zone in which the screens show times
 * @param maxStreams the most live streams open at once
 * @param heartbeatInterval how often a quiet stream says that it is alive
 * @param maxResults the most patients that one search shows
 */
@ConfigurationProperties("parcours.web")
public record WebUiProperties(
        @DefaultValue("Europe/Paris") ZoneId zone,
        @DefaultValue("2000") int maxStreams,
        @DefaultValue("15s") Duration heartbeatInterval,
        @DefaultValue("25") int maxResults) {}
