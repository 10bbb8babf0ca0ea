package org.parcours.query.web;

import java.time.Duration;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param zone the zone in which the screens show times
 * @param streams the most live streams open at once
 * @param heartbeat how often a quiet stream says that it is alive
 * @param found the most patients that one search shows
 */
@ConfigurationProperties("parcours.web")
public record WebSettings(
        @DefaultValue("Europe/Paris") ZoneId zone,
        @DefaultValue("2000") int streams,
        @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("25") int found) {}
