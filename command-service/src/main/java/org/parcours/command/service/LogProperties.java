package org.parcours.command.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param url {@code jdbc:sqlite:…} (one machine) or {@code jdbc:postgresql:…} (what a hospital runs)
 * @param password of the database, as it is: an address would want it encoded
 * @param maxDocumentBytes the largest document that is kept
 * @param maxPage the most events of one {@code GET /api/log}
 */
@ConfigurationProperties("parcours.log")
public record LogProperties(
        @DefaultValue("jdbc:sqlite:data/parcours.db") String url,
        @Nullable String password,
        @DefaultValue("52428800") int maxDocumentBytes,
        @DefaultValue("5000") int maxPage) {

    /** Where the log is, with all that it takes to open it. */
    String address() {
        return password == null
                ? url
                : url + (url.contains("?") ? "&" : "?") + "password=" + URLEncoder.encode(password, UTF_8);
    }
}
