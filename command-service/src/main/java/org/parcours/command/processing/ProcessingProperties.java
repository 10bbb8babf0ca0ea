package org.parcours.command.processing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How many messages are processed at once, over all feeds, and how senders share them.
 *
 * @param maxConcurrent messages of all senders together; a sender alone may use all of them
 * @param maxBytes of all messages that are processed at once: while it is parsed a message takes many times its bytes of
 *     memory, a hundred times where it is all short segments
 * @param contentionWindow how long a sender counts as active after its last message: active senders get equal shares of
 *     {@code maxConcurrent}, at least one message each
 * @param maxWait how long a message waits for its sender's turn before its sender is asked to send it again
 */
@ConfigurationProperties("parcours.processing")
public record ProcessingProperties(
        @DefaultValue("16") int maxConcurrent,
        @DefaultValue("2MB") DataSize maxBytes,
        @DefaultValue("200ms") Duration contentionWindow,
        @DefaultValue("30s") Duration maxWait) {

    public ProcessingProperties {
        if (maxConcurrent < 1) {
            throw new IllegalArgumentException("parcours.processing.max-concurrent must be at least 1");
        }
    }

    public static ProcessingProperties defaults() {
        return new ProcessingProperties(16, DataSize.ofMegabytes(2), Duration.ofMillis(200), Duration.ofSeconds(30));
    }
}
