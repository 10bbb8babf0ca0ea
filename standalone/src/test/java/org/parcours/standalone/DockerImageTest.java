package org.parcours.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the commands of the Dockerfiles with this JDK, on the jars of this build. */
class DockerImageTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"command-service", "query-service"})
    void the_service_starts_with_the_aot_cache_of_its_training_run(String service) throws Exception {
        DockerfileReplay image = DockerfileReplay.of(ROOT.resolve(service).resolve("Dockerfile"), jar(service), folder);
        List<String> arguments =
                List.of("--parcours.log.url=jdbc:sqlite:" + folder.resolve("log.db"), "--parcours.mllp.enabled=false");

        assertThat(image.entryPoint()).contains("-XX:AOTCache=" + folder.resolve("parcours/app.aot"));
        // With AOTMode=on the JVM exits where it would otherwise start without the cache and without a message. The
        // heap of a container differs from that of the training run; the Dockerfile itself starts with the same heap.
        image.start(List.of("-XX:AOTMode=on", "-Xms512m", "-Xmx512m"), arguments);
        assertThatThrownBy(() -> image.start(List.of("-XX:AOTMode=on", "--add-modules=java.desktop"), arguments))
                .as("a cache of other JVM options is rejected")
                .hasMessageContaining("AOT cache");
    }

    private static Path jar(String service) throws IOException {
        Path target = ROOT.resolve(service).resolve("target");
        try (Stream<Path> files = Files.isDirectory(target) ? Files.list(target) : Stream.<Path>empty()) {
            Optional<Path> jar =
                    files.filter(file -> file.toString().endsWith("-exec.jar")).findFirst();
            Assumptions.assumeTrue(jar.isPresent(), service + " has not been packaged: mvn verify does that");
            return jar.orElseThrow();
        }
    }
}
