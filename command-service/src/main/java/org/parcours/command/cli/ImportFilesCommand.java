package org.parcours.command.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.parcours.command.CommandServiceApplication;
import org.parcours.command.feeds.files.FileImportSummary;
import org.parcours.command.feeds.files.FileImporter;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "import",
        description = {
            "Records the messages in files: HL7 v2 (plain or in MLLP frames, also batches), CloudEvents (one per line), FHIR R4"
                    + " (one per line or one per file); also compressed (.gz). They are marked as MIGRATION and keep their times.",
            "Writes to the log directly; the services may keep running. Rejected messages go to quarantine.",
            "If it was interrupted, the same command continues. Messages that were recorded before are duplicates."
        },
        mixinStandardHelpOptions = true)
final class ImportFilesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

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

    private final ServiceConfigurationReader configuration;

    ImportFilesCommand(ServiceConfigurationReader configuration) {
        this.configuration = configuration;
    }

    @Override
    public Integer call() throws IOException {
        List<Path> files = findFiles();
        List<FileImportSummary> reports = new ArrayList<>();
        try (ConfigurableApplicationContext service = startService();
                TerminalProgressBar bar = new TerminalProgressBar()) {
            FileImporter importer = service.getBean(FileImporter.class);
            for (Path file : files) {
                bar.started(file.getFileName().toString(), Files.size(file));
                long[] previousOffset = {0};
                FileImportSummary report = importer.importFile(file, fromBeginning, offset -> {
                    bar.advanced(offset - previousOffset[0]);
                    previousOffset[0] = offset;
                });
                reports.add(report);
                if (report.stopReason().isPresent() && report.messages() > 0) {
                    break;
                }
            }
        }
        return printReport(reports, files.size());
    }

    private int printReport(List<FileImportSummary> reports, int files) {
        PrintWriter out = spec.commandLine().getOut();
        for (FileImportSummary report : reports) {
            out.printf(
                    "%s: recorded %d, duplicates %d, unsupported %d, quarantined %s%s%s%n",
                    report.file(),
                    report.recorded(),
                    report.duplicates(),
                    report.unsupported(),
                    report.quarantineText(),
                    report.importedBefore() == 0 ? "" : ", imported earlier " + report.importedBefore(),
                    report.stopReason().map(reason -> ", STOPPED: " + reason).orElse(""));
        }
        long messages = reports.stream().mapToLong(FileImportSummary::messages).sum();
        long recorded = reports.stream().mapToLong(FileImportSummary::recorded).sum();
        long events = reports.stream().mapToLong(FileImportSummary::events).sum();
        long failedFiles =
                reports.stream().filter(report -> !report.isSuccessful()).count() + files - reports.size();
        out.printf(
                "%s: %d of %d files, %d messages, %d recorded as %d events%n",
                failedFiles == 0 ? "imported" : "IMPORTED WITH ERRORS in %d files".formatted(failedFiles),
                reports.size(),
                files,
                messages,
                recorded,
                events);
        return failedFiles == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private List<Path> findFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.isReadable(path)) {
                throw new IllegalArgumentException("%s cannot be read".formatted(path));
            }
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

    /**
     * Starts the service with its own configuration, so that messages are mapped the same way, but without feeds and
     * publishing.
     */
    private ConfigurableApplicationContext startService() {
        return CommandServiceApplication.application()
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .run(configuration.argumentsWith(
                        "--parcours.mllp.enabled=false",
                        "--parcours.inbound.enabled=false",
                        "--parcours.monitoring.enabled=false",
                        "--parcours.publish.enabled=false",
                        "--parcours.log.checkpoint.enabled=false"));
    }
}
