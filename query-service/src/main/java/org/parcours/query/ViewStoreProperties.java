package org.parcours.query;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param url of the views' database: {@code jdbc:sqlite:path}, {@code jdbc:postgresql://host/name?user=…&password=…} or
 *     {@code mongodb://user:password@host/name?replicaSet=…}
 */
@ConfigurationProperties("parcours.views")
public record ViewStoreProperties(
        @DefaultValue("jdbc:sqlite:data/views.db") String url) {}
