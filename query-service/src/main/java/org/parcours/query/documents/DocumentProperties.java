package org.parcours.query.documents;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param maxBytes the longest document that is shown: not less than {@code parcours.log.max-document-bytes} of
 *     command-service
 * @param maxBufferedBytes the most bytes of documents that are in memory at a time; whoever exceeds it waits
 */
@ConfigurationProperties("parcours.documents")
record DocumentProperties(
        @DefaultValue("52428800") int maxBytes,
        @DefaultValue("104857600") int maxBufferedBytes) {

    DocumentProperties {
        if (maxBytes < 1 || maxBufferedBytes < maxBytes) {
            throw new IllegalArgumentException(
                    "parcours.documents.max-buffered-bytes must not be less than parcours.documents.max-bytes");
        }
    }
}
