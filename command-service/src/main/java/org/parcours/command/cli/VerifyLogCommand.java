package org.parcours.command.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.command.checkpoint.CheckpointJsonCodec;
import org.parcours.command.checkpoint.CheckpointKeyPair;
import org.parcours.command.eventlog.chain.SignedCheckpoint;
import org.parcours.command.eventlog.verify.CheckpointVerifier;
import org.parcours.command.eventlog.verify.LogVerifier;
import org.parcours.command.eventlog.verify.VerificationFinding;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        description = {
            "Recomputes the hash chain of the complete log and compares the tag index with it.",
            "Compares each document and each message that is stored as received with its hash, and looks for the"
                    + " documents and messages that events refer to.",
            "Finds commits that were changed, removed, added or moved. With checkpoints it also finds a log"
                    + " whose end was cut off, or that was rewritten with new hashes.",
            "Only reads; the services may keep running."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The log is intact.",
            "1:It is not; the last line names the first damaged commit.",
            "2:Wrong usage."
        })
final class VerifyLogCommand extends AbstractParcoursCommand {

    private static final Pattern CHECKPOINT_LINE = Pattern.compile("\\{\"log\":.*\"signature\":\"[^\"]*\"}");
    private static final int MAX_SHOWN_FINDINGS = 50;

    @Option(
            names = "--threads",
            description = "How many ranges of commits are verified in parallel (default: one per core).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--checkpoints",
            paramLabel = "FILE",
            description = "A file with one checkpoint per line, such as command-service's log lines. May be repeated.")
    private List<Path> checkpointFiles = List.of();

    @Option(
            names = "--checkpoints-from-kafka",
            description = "Read the checkpoints from the topic parcours.checkpoints.")
    private boolean fromKafka;

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description = "A key whose signatures are trusted, in PEM (default: the one of"
                    + " parcours.log.checkpoint.key). May be repeated.")
    private List<Path> publicKeyFiles = List.of();

    @Option(
            names = "--stopped",
            description = "The services are stopped: commits after the newest checkpoint were appended by an intruder.")
    private boolean servicesStopped;

    @Option(
            names = "--without-documents",
            description = "Verify the log alone: one that was imported, without the documents of its events.")
    private boolean withoutDocuments;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var checkpoints = readCheckpoints();
        if (servicesStopped && checkpoints.isEmpty()) {
            throw new IllegalArgumentException(
                    "--stopped needs checkpoints: --checkpoints or --checkpoints-from-kafka");
        }
        var findings = new ArrayList<VerificationFinding>();
        LogVerifier.VerificationResult result;
        var documents = StoredContentVerifier.Counts.NONE;
        try (var store = configuration().openExistingStore();
                var bar = new TerminalProgressBar()) {
            result = LogVerifier.verify(store, threads, bar);
            findings.addAll(result.findings());
            if (!checkpoints.isEmpty()) {
                findings.addAll(CheckpointVerifier.verify(store, checkpoints, readTrustedKeys(), servicesStopped));
            }
            if (!withoutDocuments) {
                try (var stores = configuration().openStores()) {
                    documents = new StoredContentVerifier(stores, findings, bar).verify(store, threads);
                }
            }
        }
        findings.sort(null);
        return printResult(result, findings, checkpoints, documents);
    }

    private int printResult(
            LogVerifier.VerificationResult result,
            List<VerificationFinding> findings,
            List<SignedCheckpoint> checkpoints,
            StoredContentVerifier.Counts documents) {
        var head = result.head();
        out().println(
                        withoutDocuments
                                ? "documents    not compared with their hashes"
                                : "documents    %d documents and messages and %d quarantined messages compared with their hashes%s"
                                        .formatted(documents.documents(), documents.quarantined(), documents.remark()));
        if (findings.isEmpty()) {
            out().println(
                            checkpoints.isEmpty()
                                    ? "checkpoints  none compared: a cut-off end is not detected, see --checkpoints"
                                    : "checkpoints  %d compared, all as signed".formatted(checkpoints.size()));
            out().printf(
                            "WHOLE        %d commits, %d events, last recorded %s, hash %s%n",
                            head.sequence(), head.position(), head.recordedAt(), head.hash());
            return ExitCode.OK;
        }
        findings.stream().limit(MAX_SHOWN_FINDINGS).forEach(finding -> out().printf(
                        "%8d  %s%n", finding.sequence(), finding.description()));
        if (findings.size() > MAX_SHOWN_FINDINGS) {
            out().printf("          … and %d more%n", findings.size() - MAX_SHOWN_FINDINGS);
        }
        out().printf(
                        "BROKEN    %d findings in %d commits; the first at commit %d: %s%n",
                        findings.size(),
                        head.sequence(),
                        findings.getFirst().sequence(),
                        findings.getFirst().description());
        return ExitCode.SOFTWARE;
    }

    private List<SignedCheckpoint> readCheckpoints() throws IOException {
        var checkpoints = new ArrayList<SignedCheckpoint>();
        var codec = new CheckpointJsonCodec();
        for (var file : checkpointFiles) {
            requireReadable(file);
            try (var lines = Files.lines(file)) {
                lines.map(CHECKPOINT_LINE::matcher)
                        .filter(Matcher::find)
                        .map(match -> codec.read(match.group()))
                        .forEach(checkpoints::add);
            }
        }
        if (fromKafka) {
            try (var topic = configuration().checkpointTopic()) {
                checkpoints.addAll(topic.readAll());
            }
        }
        if (checkpoints.isEmpty() && (fromKafka || !checkpointFiles.isEmpty())) {
            throw new IllegalStateException("No checkpoint found in the given files or topic");
        }
        return checkpoints;
    }

    private List<PublicKey> readTrustedKeys() throws IOException {
        var keyFiles = publicKeyFiles.isEmpty()
                ? List.of(configuration().checkpointProperties().publicKey())
                : publicKeyFiles;
        var keys = new ArrayList<PublicKey>();
        for (var file : keyFiles) {
            requireReadable(file);
            try {
                keys.add(CheckpointKeyPair.readPublicKey(file));
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("%s is not an Ed25519 public key in PEM".formatted(file), e);
            }
        }
        return keys;
    }
}
