package org.parcours.standalone.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/**
 * The real messages in {@code shared/samples} beside the repository, or in the folder of {@code -Dsamples=DIR}. Without
 * them the tests that read them are skipped.
 */
final class SampleFiles {

    private static final String DEFAULT_FOLDER = "shared/samples";

    private SampleFiles() {}

    static Path folder(String name) {
        return folder(name, Optional.ofNullable(System.getProperty("samples")).map(Path::of), Path.of(""));
    }

    /** @throws IllegalStateException where the configured folder has no such samples */
    static Path folder(String name, Optional<Path> configured, Path workingDirectory) {
        if (configured.isPresent()) {
            Path folder = configured.get().resolve(name);
            if (!Files.isDirectory(folder)) {
                throw new IllegalStateException("-Dsamples=" + configured.get() + " has no folder " + name);
            }
            return folder;
        }
        Optional<Path> found = Stream.iterate(workingDirectory.toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve(DEFAULT_FOLDER).resolve(name))
                .filter(Files::isDirectory)
                .findFirst();
        Assumptions.assumeTrue(
                found.isPresent(),
                "No samples (" + DEFAULT_FOLDER + "/" + name
                        + ") beside the repository; -Dsamples=DIR sets their folder");
        return found.orElseThrow();
    }

    /** The messages of a French dossier, in the order of sending. */
    static List<byte[]> frenchDossier(String ipp) {
        try (Stream<Path> files = Files.list(folder("hl7v2/pam-fr").resolve(ipp))) {
            return files.sorted().map(SampleFiles::bytes).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The feed of a simulated hospital (SimHospital). */
    static List<byte[]> simulatedFeed() {
        String feed = new String(bytes(folder("hl7v2/simhospital").resolve("messages.out")), ISO_8859_1);
        return Arrays.stream(feed.split("[\\r\\n]+(?=MSH\\|)"))
                .map(message -> message.getBytes(ISO_8859_1))
                .toList();
    }

    /** Runs the action for the first synthetic patients, one at a time: all hundred at once need a gigabyte. */
    static void forEachSyntheticPatient(int limit, Consumer<SyntheticPatientBundle> action) {
        Path file = folder("synthea").resolve("lives.ndjson.gz");
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
            lines.lines().limit(limit).map(SyntheticPatientBundle::of).forEach(action);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
