package org.parcours.benchmarks.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Builds the executable jar of {@code standalone} from a commit of this repository, in a temporary git worktree. */
public final class StandaloneBuild {

    private StandaloneBuild() {}

    /** Of the last commit, or another ({@code -Djar=FILE}). */
    public static Path jar() throws IOException, InterruptedException {
        String file = System.getProperty("jar", "");
        return file.isEmpty() ? jarOf("HEAD") : Path.of(file);
    }

    /**
     * @param commit as git understands it
     * @return the jar; it is deleted with the JVM
     */
    public static Path jarOf(String commit) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("parcours-" + commit);
        Path worktree = directory.resolve("worktree");
        Path log = directory.resolve("build.log");
        run(log, Path.of("."), "git", "worktree", "add", "--detach", worktree.toString(), commit);
        try {
            List<String> build = new ArrayList<>(List.of("mvn", "-q", "-B", "-DskipTests", "-Dformat.skip=true"));
            build.addAll(List.of("-Dspotless.check.skip=true", "package", "-pl", "standalone", "-am"));
            run(log, worktree, build.toArray(String[]::new));
            Path jar = directory.resolve("standalone.jar");
            try (Stream<Path> built = Files.list(worktree.resolve("standalone/target"))) {
                Files.copy(
                        built.filter(file -> file.toString().endsWith("-exec.jar"))
                                .findFirst()
                                .orElseThrow(),
                        jar);
            }
            jar.toFile().deleteOnExit();
            return jar;
        } finally {
            run(log, Path.of("."), "git", "worktree", "remove", "--force", worktree.toString());
        }
    }

    private static void run(Path log, Path directory, String... command) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed: " + Files.readString(log));
        }
    }
}
