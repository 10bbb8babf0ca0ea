package org.parcours.command.configuration;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The hospital's own applications; query-service is given the same.
 *
 * @param folder of their files, a YAML file each; it may be missing
 * @param reloadInterval how often to look whether one has changed
 */
@ConfigurationProperties("parcours.applications")
public record ApplicationDefinitionsProperties(
        @DefaultValue("applications") Path folder,
        @DefaultValue("2s") Duration reloadInterval) {}
