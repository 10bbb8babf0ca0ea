package org.parcours.standalone.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The files of those applications of the demo hospital that speak in words of their own. */
public final class ApplicationFiles {

    private static final String PACKED = "classpath*:demo/applications/*.yaml";

    private ApplicationFiles() {}

    /** Puts them into a folder for the services to load; one that somebody has changed there stays as it is. */
    public static Path unpack(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Resource packed : new PathMatchingResourcePatternResolver().getResources(PACKED)) {
            Path file = folder.resolve(Objects.requireNonNull(packed.getFilename()));
            if (Files.notExists(file)) {
                try (InputStream content = packed.getInputStream()) {
                    Files.copy(content, file);
                }
            }
        }
        return folder;
    }
}
