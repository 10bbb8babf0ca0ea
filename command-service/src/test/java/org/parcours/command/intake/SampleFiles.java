package org.parcours.command.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The real messages in {@code shared/samples}, if that folder exists beside the project or {@code -Dsamples} names it.
 */
public final class SampleFiles {

    private SampleFiles() {}

    public static Optional<Path> folder(String name) {
        Optional<Path> configured =
                Optional.ofNullable(System.getProperty("samples")).map(Path::of);
        return Stream.concat(
                        configured.stream(),
                        Stream.iterate(
                                        Path.of(System.getProperty("user.dir")).toAbsolutePath(),
                                        path -> path != null,
                                        Path::getParent)
                                .map(path -> path.resolve("shared/samples")))
                .map(path -> path.resolve(name))
                .filter(Files::isDirectory)
                .findFirst();
    }

    /** The files of a folder, one message each, in order of their names. */
    public static Stream<Path> messages(String folder) {
        try {
            return Files.walk(folder(folder).orElseThrow())
                    .filter(Files::isRegularFile)
                    .sorted();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The messages of a file that separates them by blank lines. */
    public static Stream<byte[]> feed(Path file) {
        return Stream.of(new String(bytes(file), StandardCharsets.ISO_8859_1).split("\\n\\s*\\n"))
                .map(String::strip)
                .filter(message -> !message.isEmpty())
                .map(message -> message.getBytes(StandardCharsets.ISO_8859_1));
    }

    public static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
