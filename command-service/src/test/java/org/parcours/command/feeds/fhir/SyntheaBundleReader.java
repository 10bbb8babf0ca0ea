package org.parcours.command.feeds.fhir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Reads Bundles that Synthea generated, one a line. */
final class SyntheaBundleReader {

    private SyntheaBundleReader() {}

    static Stream<byte[]> read(Path file) {
        try {
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
            return lines.lines()
                    .map(line -> line.getBytes(StandardCharsets.UTF_8))
                    .onClose(() -> {
                        try {
                            lines.close();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
