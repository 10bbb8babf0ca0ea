package org.parcours.command.configuration;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The hospital's own application definitions. query-service reads the same folder.
 *
 * @param folder contains one YAML file per application; it may be missing
 * @param reloadInterval how often the folder is checked for changes
 */
@ConfigurationProperties("parcours.applications")
public record ApplicationDefinitionFolderProperties(
        @DefaultValue("applications") Path folder,
        @DefaultValue("2s") Duration reloadInterval) {}
