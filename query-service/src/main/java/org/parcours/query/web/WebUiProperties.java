package org.parcours.query.web;

import java.time.Duration;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param zone the time zone of the times shown
 * @param maxStreams the maximum number of open SSE streams
 * @param heartbeatInterval how often an SSE stream without changes sends its {@code state} event
 * @param maxResults the maximum number of patients that a search returns
 * @param maxReplayedEvents the maximum number of events of one patient from which a past state is replayed
 */
@ConfigurationProperties("parcours.web")
public record WebUiProperties(
        @DefaultValue("Europe/Paris") ZoneId zone,
        @DefaultValue("2000") int maxStreams,
        @DefaultValue("15s") Duration heartbeatInterval,
        @DefaultValue("25") int maxResults,
        @DefaultValue("20000") int maxReplayedEvents) {}
