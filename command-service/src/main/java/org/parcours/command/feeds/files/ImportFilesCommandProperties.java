package org.parcours.command.feeds.files;

import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param maxMessage the maximum length of a message; the beginning of a longer one is kept in quarantine
 * @param maxConcurrent messages processed at the same time, as long as their total length is below {@code maxMessage};
 *     messages of one patient stay in order
 * @param checkpointInterval messages between two checkpoints
 * @param source the source application of FHIR files, which do not name it; without it, ids other than UUIDs identify
 *     nothing
 * @param retryTimeout how long to retry while the log is unavailable
 */
@ConfigurationProperties("parcours.import")
public record ImportFilesCommandProperties(
        @DefaultValue("16MB") DataSize maxMessage,
        @DefaultValue("64") int maxConcurrent,
        @DefaultValue("500") int checkpointInterval,
        Optional<String> source,
        @DefaultValue("1m") Duration retryTimeout,
        @DefaultValue("1s") Duration retryDelay) {}
