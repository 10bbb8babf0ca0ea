package org.parcours.command.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.chain.HashChain;
import org.parcours.command.eventlog.engine.CommitStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description = {
            "Writes the log as NDJSON, one commit per line, from which 'import' creates the same log with the same hashes.",
            "Verifies the hash chain and stops at the first commit that breaks it. The services may keep running."
        },
        mixinStandardHelpOptions = true)
final class ExportLogCommand extends AbstractParcoursCommand {

    private static final int PAGE_SIZE = 500;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description =
                    "The output file (default: standard output); compressed if it ends in .gz. It must not exist.")
    private @Nullable Path file;

    @Option(
            names = "--after",
            paramLabel = "SEQUENCE",
            description = "Export only commits after this one (default: all).")
    private long after;

    @Override
    public Integer call() throws IOException {
        try (var store = configuration().openExistingStore();
                var bar = new TerminalProgressBar();
                var output = new BufferedWriter(openOutput(), 1 << 16)) {
            bar.started("commits", Math.max(0, store.head().sequence() - after));
            var head = export(store, output, bar);
            output.flush();
            bar.close();
            err().printf(
                            "exported up to commit %d, %d events, hash %s%n",
                            head.sequence(), head.position(), head.hash());
            return ExitCode.OK;
        }
    }

    private LogHead export(CommitStore store, BufferedWriter output, TerminalProgressBar bar) throws IOException {
        var codec = new CommitNdjsonCodec();
        var head = startHead(store);
        while (true) {
            var page = store.commits(head.sequence(), PAGE_SIZE);
            for (var commit : page) {
                var flaw = HashChain.defect(head, commit);
                if (!flaw.isEmpty()) {
                    throw new CorruptLogException(head.sequence() + 1, flaw);
                }
                output.write(codec.write(commit));
                output.write('\n');
                head = commit.asHead();
            }
            bar.advanced(page.size());
            if (page.size() < PAGE_SIZE) {
                return head;
            }
        }
    }

    private LogHead startHead(CommitStore store) {
        if (after == 0) {
            return LogHead.empty();
        }
        return store.commits(after - 1, 1).stream()
                .filter(commit -> commit.sequence() == after)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no commit " + after))
                .asHead();
    }

    private Writer openOutput() throws IOException {
        if (file == null) {
            return out();
        }
        var fileOutput = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new OutputStreamWriter(
                file.toString().endsWith(".gz") ? new GZIPOutputStream(fileOutput, 1 << 16) : fileOutput, UTF_8);
    }
}
