package org.parcours.command.feeds.files;

import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How files are imported.
 *
 * @param maxMessage the longest message; of a longer one the beginning is kept in quarantine
 * @param maxConcurrent the most messages that are taken at once, as long as they are not longer together than the longest may be;
 *     those of one patient stay in their order
 * @param checkpointInterval after how many messages to note how far it is
 * @param source which application the FHIR comes from; its files do not say so. Without it ids that are no UUIDs mean nothing
 * @param retryTimeout how long to go on trying while the log cannot be written
 * @param retryDelay between two tries
 */
@ConfigurationProperties("parcours.import")
public record ImportProperties(
        @DefaultValue("16MB") DataSize maxMessage,
        @DefaultValue("64") int maxConcurrent,
        @DefaultValue("500") int checkpointInterval,
        Optional<String> source,
        @DefaultValue("1m") Duration retryTimeout,
        @DefaultValue("1s") Duration retryDelay) {}
