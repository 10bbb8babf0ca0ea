package org.parcours.command.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.verify.CommitImporter;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = {
            "Imports an exported log into an empty one, with the same positions, times and hashes. Verifies each commit first.",
            "If it was interrupted, the same command continues. Stop the services first."
        },
        mixinStandardHelpOptions = true)
final class ImportLogCommand extends AbstractParcoursCommand {

    @Parameters(
            paramLabel = "FILE",
            description = "A file written by 'export', may be compressed; - for standard input.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(openInput(), StandardCharsets.UTF_8), 1 << 16);
                var store = configuration().openStore();
                var bar = new TerminalProgressBar()) {
            bar.started("commits", -1);
            var head = new CommitImporter(store, bar).importAll(readCommits(lines));
            bar.close();
            out().printf("the log has %d commits, %d events, hash %s%n", head.sequence(), head.position(), head.hash());
            return ExitCode.OK;
        }
    }

    private static Iterator<Commit> readCommits(BufferedReader lines) {
        var codec = new CommitNdjsonCodec();
        var lineNumber = new AtomicLong();
        return lines.lines()
                .map(line -> codec.read(line, lineNumber.incrementAndGet()))
                .iterator();
    }

    private InputStream openInput() throws IOException {
        if (file.toString().equals("-")) {
            return System.in;
        }
        requireReadable(file);
        var input = Files.newInputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(input, 1 << 16) : input;
    }
}
