package org.parcours.benchmarks.hospital;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.parcours.benchmarks.standalone.StandaloneProcess;
import org.parcours.command.eventlog.engine.CommitStore;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.events.PatientId;
import org.springframework.util.FileSystemUtils;

/**
 * A hospital's log in a file, generated once and kept in a folder outside the repository ({@code -Dcache=FOLDER}).
 *
 * @param folder as {@code --data} of standalone
 * @param patients the record of each patient, by number
 */
public record HospitalData(HospitalDataSize size, Path folder, List<PatientId> patients) {

    private static final Duration PREPARATION_TIMEOUT = Duration.ofHours(1);

    /** Another one where the generated messages change. */
    private static final int VERSION = 1;

    private static final Path CACHE =
            Path.of(System.getProperty("cache", System.getProperty("java.io.tmpdir") + "/parcours-benchmarks"));

    /** With the log alone; standalone adds the topic and the views. */
    public static HospitalData of(HospitalDataSize size) throws IOException {
        Path folder = CACHE.resolve("hospital-%d-%d-v%d".formatted(size.events(), size.seed(), VERSION));
        if (Files.notExists(folder)) {
            generate(size, folder);
        }
        return new HospitalData(
                size,
                folder,
                Files.readAllLines(folder.resolve("patients.txt")).stream()
                        .map(PatientId::of)
                        .toList());
    }

    /** Kept with the topic and the views of this version of standalone. */
    public HospitalData prepared(Path jar) throws IOException, InterruptedException {
        try (StandaloneProcess standalone =
                StandaloneProcess.launch(jar, folder, StandaloneProcess.SMALL_HEAP, List.of())) {
            standalone.awaitReady(PREPARATION_TIMEOUT);
        }
        return this;
    }

    /** The same data in another folder, which is deleted first. */
    public HospitalData copyTo(String name) throws IOException {
        Path target = CACHE.resolve(name);
        FileSystemUtils.deleteRecursively(target);
        FileSystemUtils.copyRecursively(folder, target);
        return new HospitalData(size, target, patients);
    }

    /** Without these files or folders of its folder, which standalone fills again. */
    public HospitalData without(String... names) throws IOException {
        for (String name : names) {
            FileSystemUtils.deleteRecursively(folder.resolve(name));
        }
        return this;
    }

    /** Of a file or folder, in MB. */
    public long megabytes(String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(name))) {
            return files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum()
                    >> 20;
        }
    }

    private static void generate(HospitalDataSize size, Path folder) throws IOException {
        System.err.println("Generating " + size + " in " + folder);
        long startedAt = System.nanoTime();
        Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
        FileSystemUtils.deleteRecursively(unfinished);
        Files.createDirectories(unfinished);
        try (CommitStore store = CommitLogFactory.openStore("jdbc:sqlite:" + unfinished.resolve("parcours.db"))) {
            HospitalLogGenerator generator = new HospitalLogGenerator(size, store);
            long messages = generator.generate();
            Files.write(
                    unfinished.resolve("patients.txt"),
                    IntStream.range(0, size.patients())
                            .mapToObj(number -> generator.patientId(number).toString())
                            .toList());
            System.err.printf(
                    "%,d messages, %,d MB, in %d s%n",
                    messages,
                    Files.size(unfinished.resolve("parcours.db")) >> 20,
                    (System.nanoTime() - startedAt) / 1_000_000_000);
        }
        Files.move(unfinished, folder);
    }
}
