package org.parcours.command.intake.files;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How files are imported.
 *
 * @param maxMessage the longest message; of a longer one the beginning is kept in quarantine
 * @param together the most messages that are taken at once; those of one patient stay in their order
 * @param note after how many messages to note how far it is
 * @param patience how long to go on trying while the log cannot be written
 * @param pause between two tries
 */
@ConfigurationProperties("parcours.import")
public record ImportSettings(
        @DefaultValue("16MB") DataSize maxMessage,
        @DefaultValue("64") int together,
        @DefaultValue("500") int note,
        @DefaultValue("1m") Duration patience,
        @DefaultValue("1s") Duration pause) {}
