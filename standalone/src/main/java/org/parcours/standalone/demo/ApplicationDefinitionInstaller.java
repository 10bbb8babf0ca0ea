package org.parcours.standalone.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Installs the application definition files of the demo hospital: those of its applications with custom formats. */
public final class ApplicationDefinitionInstaller {

    private static final String BUNDLED_FILES = "classpath*:demo/applications/*.yaml";

    private ApplicationDefinitionInstaller() {}

    /** Copies the files into a folder, from which the services load them; existing files are kept. */
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
