package org.parcours.command.service;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param url {@code jdbc:sqlite:…} (one machine) or {@code jdbc:postgresql:…} (what a hospital runs)
 * @param maxDocumentBytes the largest document that is kept
 * @param maxPage the most events of one {@code GET /api/log}
 */
@ConfigurationProperties("parcours.log")
public record LogProperties(
        @DefaultValue("jdbc:sqlite:data/parcours.db") String url,
        @DefaultValue("52428800") int maxDocumentBytes,
        @DefaultValue("5000") int maxPage) {}
