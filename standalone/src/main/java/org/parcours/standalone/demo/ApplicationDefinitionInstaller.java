package org.parcours.standalone.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The files of those applications of the demo hospital that speak in words of their own. */
public final class ApplicationDefinitionInstaller {

    private static final String BUNDLED_FILES = "classpath*:demo/applications/*.yaml";

    private ApplicationDefinitionInstaller() {}

    /** Puts them into a folder for the services to load; one that somebody has changed there stays as it is. */
    public static Path install(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Resource bundled : new PathMatchingResourcePatternResolver().getResources(BUNDLED_FILES)) {
            Path file = folder.resolve(Objects.requireNonNull(bundled.getFilename()));
            if (Files.notExists(file)) {
                try (InputStream content = bundled.getInputStream()) {
                    Files.copy(content, file);
                }
            }
        }
        return folder;
    }
}
