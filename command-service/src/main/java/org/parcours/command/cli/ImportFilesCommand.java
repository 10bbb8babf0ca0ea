package org.parcours.command.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.parcours.command.CommandServiceApplication;
import org.parcours.command.feeds.files.FileImportSummary;
import org.parcours.command.feeds.files.FileImporter;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = {
            "Records the messages in files: HL7 v2 (plain or in MLLP frames, also batches), CloudEvents (one per line), FHIR R4"
                    + " (one per line or one per file); also compressed (.gz). They are marked as MIGRATION and keep their times.",
            "Writes to the log directly; the services may keep running. Rejected messages go to quarantine.",
            "If it was interrupted, the same command continues. Messages that were recorded before are duplicates."
        },
        mixinStandardHelpOptions = true)
final class ImportFilesCommand extends AbstractParcoursCommand {

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Files, or folders whose files are read in order of name.")
    private List<Path> paths;

    @Option(
            names = "--again",
            description =
                    "Read the files from the beginning, even if they were imported before (after a mapping was added).")
    private boolean fromBeginning;

    @Override
    public Integer call() throws IOException {
        List<Path> files = findFiles();
        List<FileImportSummary> reports = new ArrayList<>();
        try (ConfigurableApplicationContext service = startService();
                TerminalProgressBar bar = new TerminalProgressBar()) {
            FileImporter importer = service.getBean(FileImporter.class);
            for (Path file : files) {
                bar.started(file.getFileName().toString(), Files.size(file));
                FileImportSummary report = importer.importFile(file, fromBeginning, bar::advanced);
                reports.add(report);
                if (report.stopReason().isPresent() && report.messages() > 0) {
                    break;
                }
            }
        }
        return printReport(reports, files.size());
    }

    private int printReport(List<FileImportSummary> reports, int files) {
        reports.forEach(report -> out().println(report.toText()));
        long failedFiles =
                reports.stream().filter(report -> !report.isSuccessful()).count() + files - reports.size();
        out().printf(
                        "%s: %d of %d files, %d messages, %d recorded as %d events%n",
                        failedFiles == 0 ? "imported" : "IMPORTED WITH ERRORS in %d files".formatted(failedFiles),
                        reports.size(),
                        files,
                        reports.stream().mapToLong(FileImportSummary::messages).sum(),
                        reports.stream().mapToLong(FileImportSummary::recorded).sum(),
                        reports.stream().mapToLong(FileImportSummary::events).sum());
        return failedFiles == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private List<Path> findFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            requireReadable(path);
            try (Stream<Path> descendants = Files.walk(path)) {
                descendants
                        .filter(Files::isRegularFile)
                        .filter(file -> !file.getFileName().toString().startsWith("."))
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }

    /** The service with its own configuration, so that messages are mapped the same way; no feeds, no publishing. */
    private ConfigurableApplicationContext startService() {
        return CommandServiceApplication.application()
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .run(configuration()
                        .argumentsWith(
                                "--parcours.mllp.enabled=false",
                                "--parcours.inbound.enabled=false",
                                "--parcours.monitoring.enabled=false",
                                "--parcours.publish.enabled=false",
                                "--parcours.log.checkpoint.enabled=false"));
    }
}
