package org.parcours.command.api;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param maxPage the most events in one response of {@code GET /api/log} */
@ConfigurationProperties("parcours.log")
public record EventLogApiProperties(@DefaultValue("5000") int maxPage) {}
